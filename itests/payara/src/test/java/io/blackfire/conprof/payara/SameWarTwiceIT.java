package io.blackfire.conprof.payara;

import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.SameWarTwiceByArquillian;

@ExtendWith(NeedsJdk.class)
class SameWarTwiceIT extends SameWarTwiceByArquillian {

    @Override
    protected EeServer server() {
        return ArquillianContainer.running();
    }

    @Override
    protected boolean tells(String kind) {
        if (kind.equals("remote")) {
            return RemoteBeans.deployable();
        }
        // the longest, and by far: in one server of those that have the same serialisers
        return !kind.matches("rest/(rows|stage)")
                || System.getProperty("payara.kind").startsWith("payara 6.");
    }
}
