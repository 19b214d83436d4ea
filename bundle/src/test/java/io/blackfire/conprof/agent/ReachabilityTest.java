package io.blackfire.conprof.agent;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

class ReachabilityTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Trust trust = new Trust();

    private static Optional<String> obstacle(String socket) {
        return Reachability.obstacle(URI.create(socket), LONG);
    }

    @AfterEach
    void distrust() {
        trust.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp", "https"})
    void agent_isReachedAndAskedNothing(String kind) {
        try (TestAgent agent = trust.agent(kind)) {
            assertThat(obstacle(agent.address())).isEmpty();
            agent.await("a connection", seen -> seen.connections() == 1, LONG);
            assertThat(agent.requests()).isZero();
            assertThat(agent.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void absentAgent_isTold(String kind) {
        try (TestAgent agent = trust.agent(kind)) {
            agent.crash();
            assertThat(obstacle(agent.address())).hasValue("Connection refused");
        }
    }

    @Test
    void strangersCertificate_isTold() {
        try (TestAgent agent = TestAgent.https()) {
            assertThat(obstacle(agent.address()))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("PKIX"));
        }
    }

    @Test
    void noSocketAtAll_isTold() {
        assertThat(obstacle("ftp://127.0.0.1"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("ftp://127.0.0.1"));
    }
}
