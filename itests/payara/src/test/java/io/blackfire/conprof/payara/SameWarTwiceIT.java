package io.blackfire.conprof.payara;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.SameWarTwice;

class SameWarTwiceIT extends SameWarTwice {

    @Override
    protected EeServer server() {
        return ArquillianContainer.running();
    }
}
