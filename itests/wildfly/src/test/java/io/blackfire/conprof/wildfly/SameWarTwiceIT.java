package io.blackfire.conprof.wildfly;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.SameWarTwice;

class SameWarTwiceIT extends SameWarTwice {

    @Override
    protected EeServer server() {
        return new ArquillianServer();
    }
}
