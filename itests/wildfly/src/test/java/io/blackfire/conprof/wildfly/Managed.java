package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.blackfire.conprof.harness.TestAgent;

/** The server that Arquillian runs, seen by its management interface; it uploads to a test Agent once a second. */
abstract class Managed {
    static final Duration SOON = Duration.ofSeconds(60);

    Subsystem subsystem;
    TestAgent agent;

    @BeforeEach
    void connect() throws IOException {
        agent = TestAgent.unix().requireConprof();
        subsystem = new Subsystem();
        subsystem.write("agent-socket", agent.address());
        subsystem.write("period", "1s");
    }

    @AfterEach
    void disconnect() throws IOException {
        subsystem.close();
        agent.close();
    }

    final String inForce(String setting) throws IOException {
        return subsystem.read("settings-in-force").get(setting).asString() + " by "
                + subsystem.read("settings-sources").get(setting).asString();
    }
}
