package io.blackfire.conprof.wildfly;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.SameWarTwiceByArquillian;

class SameWarTwiceIT extends SameWarTwiceByArquillian {

    @Override
    protected EeServer server() {
        return new ArquillianServer();
    }

    /** The server commits around the bean, in the thread and the request of whoever calls it. */
    @Test
    void commit_isTheWorkOfTheBeanWhoseTransactionItIs() throws IOException {
        assertDividedInTurns("commit");
    }
}
