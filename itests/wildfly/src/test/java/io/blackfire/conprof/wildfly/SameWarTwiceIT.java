package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.URI;

import io.blackfire.conprof.ee.SameWarTwice;

class SameWarTwiceIT extends SameWarTwice {

    @Override
    protected URI server() {
        return URI.create("http://127.0.0.1:" + Integer.getInteger("wildfly.http.port"));
    }

    @Override
    protected void configure(String agentSocket) throws IOException {
        try (Subsystem subsystem = new Subsystem()) {
            subsystem.write("agent-socket", agentSocket);
            subsystem.write("period", "3s");
            subsystem.write("alloc-interval", "64KiB");
        }
    }
}
