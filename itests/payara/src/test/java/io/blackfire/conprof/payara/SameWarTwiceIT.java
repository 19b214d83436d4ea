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
        return !kind.equals("remote") || RemoteBeans.deployable();
    }
}
