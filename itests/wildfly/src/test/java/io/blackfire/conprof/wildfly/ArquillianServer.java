package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.URI;

import io.blackfire.conprof.ee.EeServer;

import static org.assertj.core.api.Assertions.assertThat;

/** The server that Arquillian runs. */
record ArquillianServer() implements EeServer {

    @Override
    public URI http() {
        return URI.create("http://127.0.0.1:" + Integer.getInteger("wildfly.http.port"));
    }

    @Override
    public void configure(String agentSocket) throws IOException {
        try (Subsystem subsystem = new Subsystem()) {
            subsystem.write("agent-socket", agentSocket);
            subsystem.write("period", "5m");
            subsystem.write("upload-timeout", "60s");
            subsystem.write("cpu-rate", "250");
            subsystem.write("alloc-interval", "64KiB");
            subsystem.write("overhead-limit", "100%");
        }
    }

    @Override
    public void flush() throws IOException {
        try (Subsystem subsystem = new Subsystem()) {
            assertThat(subsystem.call("flush").asBoolean()).isTrue();
        }
    }
}
