package io.blackfire.conprof.agent;

import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;

import io.blackfire.conprof.harness.TestAgent;

/** Makes test Agents; while it is open, the JVM trusts those that speak TLS. */
final class Trust implements AutoCloseable {
    private final SSLContext before;

    Trust() {
        try {
            before = SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    TestAgent agent(String kind) {
        return switch (kind) {
            case "unix" -> TestAgent.unix().requireConprof();
            case "tcp" -> TestAgent.tcp().requireConprof();
            default -> of(TestAgent.https().requireConprof());
        };
    }

    /** The same Agent, trusted. */
    TestAgent of(TestAgent agent) {
        SSLContext.setDefault(agent.clientContext());
        return agent;
    }

    @Override
    public void close() {
        SSLContext.setDefault(before);
    }
}
