package io.blackfire.conprof.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

import com.acme.archive.Archive;
import com.acme.documents.Documents;
import com.acme.orders.Orders;
import com.acme.search.Search;
import com.sun.management.OperatingSystemMXBean;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;

/**
 * {@code mvn -Pconservation}: whether the profiles of many periods have together the CPU time that the operating system counts, at
 * each rate, and how long the gaps between periods are.
 */
public final class Conservation {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Threads that work for a moment now and then, most of which no sample meets. */
    private static final int RESTLESS = 50;

    /** CPU time of this process until then, in nanoseconds, often enough for the time between any two periods. */
    private static final NavigableMap<Instant, Long> USED = new ConcurrentSkipListMap<>();

    private final TestAgent agent;
    private final Profiler profiler;
    private ProfilerStatus.Cost last;
    private int periods;
    private Duration own = Duration.ZERO;
    private Duration gaps = Duration.ZERO;
    private Duration longestGap = Duration.ZERO;

    private Conservation(TestAgent agent, Path folder, String engine, String rate) {
        this.agent = agent;
        this.profiler = Profiler.builder()
                .config(ProfilerConfig.resolve(Map.of(
                        "application-name",
                        "bench",
                        "agent-socket",
                        agent.address(),
                        "period",
                        PERIOD.toSeconds() + "s",
                        "cpu-engine",
                        engine,
                        "cpu-rate",
                        rate,
                        "overhead-limit",
                        "100%")))
                .directory(folder)
                .build();
    }

    /**
     * Measures and prints.
     *
     * @param arguments how many seconds for each, the CPU engines, and the rates in samples a second, each separated by commas
     */
    public static void main(String[] arguments) throws Exception {
        for (Runnable application : List.of(new Orders(), new Search(), new Documents(), new Archive())) {
            start(application.getClass().getSimpleName(), () -> {
                long begin = System.nanoTime();
                application.run();
                LockSupport.parkNanos(System.nanoTime() - begin);
            });
        }
        for (int i = 0; i < RESTLESS; i++) {
            start(
                    "restless-" + i,
                    () -> LockSupport.parkNanos(Duration.ofMillis(50).toNanos()));
        }
        start("account", () -> {
            USED.put(Instant.now(), cpuNanos());
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        });
        for (String engine : arguments[1].split(",")) {
            for (String rate : arguments[2].split(",")) {
                measure(engine, rate, Duration.ofSeconds(Long.parseLong(arguments[0])));
            }
        }
        System.exit(0);
    }

    private static void start(String name, Runnable turn) {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        turn.run();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void measure(String engine, String rate, Duration length) throws Exception {
        Path folder = Files.createTempDirectory("conprof-conservation");
        try (TestAgent agent = TestAgent.unix()) {
            Conservation measured = new Conservation(agent, folder, engine, rate);
            measured.profiler.startAndWait(Duration.ofSeconds(30));
            measured.run(engine + ", " + rate + " a second", length);
            measured.profiler.stop();
        } finally {
            Folders.delete(folder);
        }
    }

    private void run(String what, Duration length) throws InterruptedException {
        flush();
        last = profiler.status().lastPeriod();
        agent.clear();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < length.toNanos()) {
            Thread.sleep(POLL.toMillis());
            take(profiler.status().lastPeriod());
        }
        flush();
        take(profiler.status().lastPeriod());
        List<ReceivedProfile> profiles = agent.profiles();
        long profiled = profiles.stream()
                .mapToLong(profile -> profile.pprof().total("cpu-time/nanoseconds"))
                .sum();
        double used = usedUntil(profiles.stream().map(ReceivedProfile::end).max(Comparator.naturalOrder()))
                - usedUntil(profiles.stream().map(ReceivedProfile::start).min(Comparator.naturalOrder()));
        System.out.println(String.format(
                Locale.ROOT,
                "%s by %s: %.1f s of CPU, of which profiles have %.2f %% (our own threads took %.2f %%);"
                        + " %d periods, gaps of %.2f ms on average, %d at most",
                what,
                profiler.status().cpuEngine(),
                used / 1e9,
                profiled / used * 100,
                own.toNanos() / used * 100,
                periods,
                gaps.toNanos() / 1e6 / periods,
                longestGap.toMillis()));
    }

    private static long usedUntil(Optional<Instant> time) {
        return USED.floorEntry(time.orElseThrow()).getValue();
    }

    private void flush() {
        if (!profiler.flush()) {
            throw new IllegalStateException(profiler.status().toString());
        }
    }

    /** Takes note of the last period, if it is another one. */
    private void take(ProfilerStatus.Cost period) {
        if (period != last) {
            last = period;
            periods++;
            own = own.plus(period.threads());
            gaps = gaps.plus(period.gap());
            longestGap = longestGap.compareTo(period.gap()) < 0 ? period.gap() : longestGap;
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
