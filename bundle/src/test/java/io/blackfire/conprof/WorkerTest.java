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

    private Worker worker(Engine engine, DeploymentRegistry none, Duration throttleWindow) {
        return new Worker(
                engine,
                new ServerInfo("", "", null, Rank.LIBRARY),
                none,
                new Ledger(),
                () -> 0L,
                new Throttle(1, throttleWindow, ProfilerConfig.resolve(Map.of())));
    }

    private Engine engine(String period, String overheadLimit, DeploymentRegistry none) {
        ProfilerConfig config = ProfilerConfig.resolve(
                Map.of("period", period, "agent-socket", agent.address(), "overhead-limit", overheadLimit));
        return new Engine(config, new ServerInfo("", "", null, Rank.LIBRARY), none);
    }

    /** Servers that start together have other random numbers, and with them another offset. */
    @Test
    void firstPeriod_endsAtARandomMoment() {
        DeploymentRegistry none = new DeploymentRegistry(Rank.LIBRARY);
        Worker worker = worker(engine("2s", "100%", none), none, DEADLINE);
        worker.start();
        List<Duration> lengths = agent.awaitProfiles(2, DEADLINE).stream()
                .map(profile -> Duration.between(profile.start(), profile.end()))
                .toList();
        worker.stop(DEADLINE).join();

        assertThat(lengths.get(0)).isBetween(Duration.ofMillis(950), Duration.ofMillis(1900));
        assertThat(lengths.get(1)).isGreaterThan(Duration.ofMillis(1950));
    }

    @Test
    void periodThatBeganAtRatesWhichCostTooMuch_endsAtOnce() {
        DeploymentRegistry none = new DeploymentRegistry(Rank.LIBRARY);
        Worker worker = worker(engine("1h", "0.1%", none), none, Duration.ofNanos(1));
        worker.start().join();
        assertThat(worker.endPeriod()).succeedsWithin(DEADLINE).isEqualTo(true);
        agent.awaitProfiles(2, DEADLINE);
        worker.stop(DEADLINE).join();

        assertThat(agent.profiles())
                .extracting(profile -> profile.tags().containsKey("sampling"))
                .containsExactly(false, false, true);
    }

    /** Whoever asks for the status has that lock, and waits for the upload thread's. */
    @Test
    void deliveryGoesOn_whoeverHasTheEnginesLock() {
        DeploymentRegistry none = new DeploymentRegistry(Rank.LIBRARY);
        Engine engine = engine("1s", "100%", none);
        Worker worker = worker(engine, none, DEADLINE);
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
