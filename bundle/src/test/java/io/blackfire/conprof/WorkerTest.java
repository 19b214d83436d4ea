package io.blackfire.conprof;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @AfterEach
    void close() {
        agent.close();
    }

    private Worker worker(Engine engine, DeploymentRegistry none) {
        return new Worker(
                engine,
                new ServerInfo("", "", null, Rank.LIBRARY),
                none,
                new Ledger(),
                () -> 0L,
                new Throttle(1, DEADLINE));
    }

    private Engine engine(String period, DeploymentRegistry none) {
        ProfilerConfig config = ProfilerConfig.resolve(Map.of("period", period, "agent-socket", agent.address()));
        return new Engine(config, new ServerInfo("", "", null, Rank.LIBRARY), none);
    }

    /** Servers that start together have other random numbers, and with them another offset. */
    @Test
    void firstPeriod_endsAtARandomMoment() {
        DeploymentRegistry none = new DeploymentRegistry(Rank.LIBRARY);
        Worker worker = worker(engine("2s", none), none);
        worker.start();
        List<Duration> lengths = agent.awaitProfiles(2, DEADLINE).stream()
                .map(profile -> Duration.between(profile.start(), profile.end()))
                .toList();
        worker.stop(DEADLINE).join();

        assertThat(lengths.get(0)).isBetween(Duration.ofMillis(950), Duration.ofMillis(1900));
        assertThat(lengths.get(1)).isGreaterThan(Duration.ofMillis(1950));
    }

    /** Whoever asks for the status has that lock, and waits for the upload thread's. */
    @Test
    void deliveryGoesOn_whoeverHasTheEnginesLock() {
        DeploymentRegistry none = new DeploymentRegistry(Rank.LIBRARY);
        Engine engine = engine("1s", none);
        Worker worker = worker(engine, none);
        agent.stop();
        worker.start();
        Await.until("a profile on disk", DEADLINE, () -> worker.delivery().spooled() > 0);
        agent.start();
        synchronized (engine) {
            assertThat(CompletableFuture.supplyAsync(() -> worker.awaitDelivery(DEADLINE)))
                    .succeedsWithin(DEADLINE.plusSeconds(5))
                    .isEqualTo(true);
        }
        worker.stop(DEADLINE).join();
    }
}
