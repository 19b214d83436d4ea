package io.blackfire.conprof.payara;

import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.SameWarTwice;

@ExtendWith(NeedsJdk.class)
class SameWarTwiceIT extends SameWarTwice {

    @Override
    protected EeServer server() {
        return ArquillianContainer.running();
    }
}
