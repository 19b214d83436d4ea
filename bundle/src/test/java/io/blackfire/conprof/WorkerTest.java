package io.blackfire.conprof;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Servers that start together have other random numbers, and with them another offset. */
    @Test
    void firstPeriod_endsAtARandomMoment() {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            ProfilerConfig config = ProfilerConfig.resolve(Map.of("period", "2s", "agent-socket", agent.address()));
            DeploymentRegistry none = new DeploymentRegistry();
            ServerInfo server = new ServerInfo("", "", null);
            Worker worker = new Worker(new Engine(config, server, none), server, none, new Ledger(), () -> 0L);
            worker.start();
            List<Duration> lengths = agent.awaitProfiles(2, DEADLINE).stream()
                    .map(profile -> Duration.between(profile.start(), profile.end()))
                    .toList();
            worker.stop(DEADLINE).join();

            assertThat(lengths.get(0)).isBetween(Duration.ofMillis(950), Duration.ofMillis(1900));
            assertThat(lengths.get(1)).isGreaterThan(Duration.ofMillis(1950));
        }
    }
}
