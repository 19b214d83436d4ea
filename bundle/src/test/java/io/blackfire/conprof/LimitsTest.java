package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** A program that costs a profiler a lot: many threads that never rest, with deep stacks. */
@EnabledOnOs(OS.LINUX)
class LimitsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int THREADS = 200;
    private static final int DEPTH = 500;
    /** Some 50 µs of work. */
    private static final int SPINS = 2000;

    private static final double LIMIT = 0.08;
    private static final int PERIODS = 3;

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @TempDir
    private Path folder;

    private Engine engine;

    @AfterEach
    void end() throws InterruptedException {
        end.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        if (engine != null) {
            engine.close();
        }
        assertThat(agent.violations()).isEmpty();
        agent.close();
    }

    private void start(String overheadLimit, String period) {
        engine = new Engine(
                config(overheadLimit, period),
                new ServerInfo("", "", folder, Rank.LIBRARY),
                new DeploymentRegistry(Rank.LIBRARY),
                Duration.ofSeconds(1));
        engine.start(DEADLINE);
    }

    private ProfilerConfig config(String overheadLimit, String period) {
        return ProfilerConfig.resolve(Map.of(
                "application-name",
                "loaded",
                "agent-socket",
                agent.address(),
                "period",
                period,
                // an allocation interval given way by far stays that of this JVM's threads until each has drawn once
                // more
                "dimensions",
                "cpu-time,wall-time",
                "wall-interval",
                "5ms",
                "overhead-limit",
                overheadLimit));
    }

    private void load() {
        for (int i = 0; i < THREADS; i++) {
            threads.execute(() -> restless(DEPTH));
        }
    }

    /** Wakes all the time, so that each look at it takes a signal and a walk. */
    private void restless(int depth) {
        if (depth > 0) {
            restless(depth - 1);
            return;
        }
        try {
            while (!end.await(20, TimeUnit.MILLISECONDS)) {
                for (int i = 0; i < SPINS; i++) {
                    Thread.onSpinWait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double used() {
        ProfilerStatus.Cost cost = engine.status().lastPeriod();
        double nanos = cost.threads().plus(cost.stackWalking()).toNanos();
        return nanos / cost.duration().toNanos() / Runtime.getRuntime().availableProcessors();
    }

    @Test
    void load_isSampledLessOftenAndSaid_untilThereIsRoomAgain() throws IOException {
        start(LIMIT * 100 + "%", "1s");
        load();
        Await.until(
                "rates that keep the limit",
                DEADLINE,
                () -> engine.status()
                                .reason()
                                .matches(
                                        "it samples at [\\d.]+% of the rates set, to stay under overhead-limit and memory-limit")
                        && used() <= LIMIT);
        assertThat(engine.status().state()).isEqualTo(ProfilerStatus.State.RUNNING);
        agent.awaitProfiles(profiles -> !profiles.isEmpty(), DEADLINE);
        assertThat(agent.profiles().get(0).tags()).doesNotContainKey("sampling");
        assertThat(shareOfOwnThreads()).isLessThan(LIMIT);
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(
                                each -> each.tags().getOrDefault("sampling", "").matches("[\\d.]+%")),
                DEADLINE);

        engine.configure(config("100%", "1s"));
        Await.until("the rates that are set", DEADLINE, () -> engine.status()
                .reason()
                .isEmpty());
        agent.clear();
        agent.awaitProfiles(
                profiles -> profiles.stream().anyMatch(each -> !each.tags().containsKey("sampling")), DEADLINE);
    }

    @Test
    void periodThatCostsFarTooMuch_endsLongBeforeItIsOver() {
        start("0.1%", "10m");
        load();
        Await.until(
                "lower rates",
                DEADLINE,
                () -> engine.status().reason().contains("overhead-limit")
                        && engine.status().periods() > 0);
        assertThat(engine.status().lastPeriod().duration()).isLessThan(DEADLINE);
    }

    /** Has stacks that never come again, a thousand frames deep, with heap for little more than the limit of memory. */
    static final class NeverTheSame {
        private static final String RESULT = "result: ";
        private static final int ALLOCATED = 64 << 10;
        private static final int DEEPEST = 1_000;
        private static final Duration LONGEST = Duration.ofMinutes(5);
        private static byte[] page;

        private NeverTheSame() {}

        public static void main(String[] arguments) {
            Map<String, String> settings = Map.of(
                    "application-name",
                    "deep",
                    "agent-socket",
                    arguments[0],
                    "period",
                    "1s",
                    "alloc-interval",
                    "64KiB",
                    "overhead-limit",
                    "100%",
                    "memory-limit",
                    "64MiB");
            Engine engine = new Engine(
                    ProfilerConfig.resolve(settings),
                    new ServerInfo("", "", Path.of(arguments[1]), Rank.LIBRARY),
                    new DeploymentRegistry(Rank.LIBRARY),
                    Duration.ofSeconds(1));
            engine.start(DEADLINE);
            Random random = new Random(1);
            long most = 0;
            long end = Long.MAX_VALUE;
            long begun = System.nanoTime();
            while (engine.status().periods() < end && System.nanoTime() - begun < LONGEST.toNanos()) {
                for (int i = 0; i < DEEPEST; i++) {
                    step(random.nextInt(DEEPEST), random.nextLong());
                }
                ProfilerStatus status = engine.status();
                most = Math.max(most, status.lastPeriod().nativeBytes());
                if (end == Long.MAX_VALUE && status.reason().contains("memory-limit")) {
                    end = status.periods() + PERIODS;
                }
            }
            System.out.println(RESULT + most);
            System.out.println(RESULT + engine.status().reason());
            System.out.println(RESULT + engine.status().delivery().lost());
            engine.close();
        }

        private static void step(int depth, long path) {
            if (depth == 0) {
                page = new byte[ALLOCATED];
            } else if ((path & 1) == 0) {
                left(depth - 1, Long.rotateRight(path, 1));
            } else {
                right(depth - 1, Long.rotateRight(path, 1));
            }
        }

        private static void left(int depth, long path) {
            step(depth, path);
        }

        private static void right(int depth, long path) {
            step(depth, path);
        }
    }

    @Test
    void stacksThatNeverComeAgain_keepTheLimitOfMemory() throws Exception {
        List<String> output = ChildJvm.run(List.of("-Xmx64m"), NeverTheSame.class, agent.address(), folder.toString())
                .lines()
                .filter(line -> line.startsWith(NeverTheSame.RESULT))
                .map(line -> line.substring(NeverTheSame.RESULT.length()))
                .toList();
        assertThat(output).hasSize(3);
        assertThat(Long.parseLong(output.get(0))).isLessThan(64 << 20);
        assertThat(output.get(1)).startsWith("it samples at ");
        assertThat(output.get(2)).isEqualTo("{}");
    }

    /** Of all processors' time, by the kernel's account of the profiler's threads. */
    private double shareOfOwnThreads() throws IOException {
        long begin = System.nanoTime();
        long periods = engine.status().periods();
        Map<Path, Long> before = ownThreads();
        Await.until("more periods", DEADLINE, () -> engine.status().periods() >= periods + PERIODS);
        long nanos = 0;
        for (Map.Entry<Path, Long> thread : ownThreads().entrySet()) {
            nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return (double) nanos
                / (System.nanoTime() - begin)
                / Runtime.getRuntime().availableProcessors();
    }

    private static Map<Path, Long> ownThreads() throws IOException {
        Map<Path, Long> nanos = new HashMap<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : (Iterable<Path>) all::iterator) {
                try {
                    String name = Files.readString(thread.resolve("comm"));
                    if (name.startsWith("blackfire-conpr") || name.startsWith("Async-profiler")) {
                        nanos.put(
                                thread,
                                Long.parseLong(Files.readString(thread.resolve("schedstat"))
                                        .split(" ")[0]));
                    }
                } catch (IOException e) {
                    // it has ended, before it was opened or while it was read
                }
            }
        }
        return nanos;
    }
}
