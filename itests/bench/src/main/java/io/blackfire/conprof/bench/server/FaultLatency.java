package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;

/**
 * {@code mvn -Pfaults}: how long requests take while something is wrong that the profiler has to live with. What can be wrong for a
 * while is measured beside the time just before and after, in one server; what a server is started with, beside one that is started
 * without it. Agents and load are in this JVM.
 */
public final class FaultLatency {
    private static final Duration SLICE = Duration.ofSeconds(3);
    /** Of the fault or of the health, before it is measured. */
    static final Duration SETTLE = Duration.ofSeconds(1);

    /** Slices until what serves requests is compiled. */
    private static final int WARM_UP = 20;

    private static final int WARM_UP_OF_PAIRS = 3;
    private static final int SLICES_OF_PAIRS = 2;
    /** So that they can be refused. */
    private static final String PERF_EVENTS = "-Dblackfire.conprof.cpu-engine=perf";

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final int rounds;
    private final Predicate<String> wanted;
    private final Path folder;
    private final TestAgent agent;
    private int failed;

    /** Slices under a fault, and what they are over those without. */
    private static final class Result {
        final List<double[]> ratios = new ArrayList<>();
        long[] all = {};

        void add(long[] during, long[] beside) {
            ratios.add(new double[] {ratio(during, beside, 0.5), ratio(during, beside, 0.99)});
            all = merge(all, during);
        }
    }

    private FaultLatency(int rounds, Predicate<String> wanted, Path folder, TestAgent agent) {
        this.rounds = rounds;
        this.wanted = wanted;
        this.folder = folder;
        this.agent = agent;
    }

    /**
     * Measures and prints.
     *
     * @param arguments how often each fault, and a regular expression for the names of those wanted
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("conprof-faults");
        try (TestAgent agent = TestAgent.unix()) {
            Predicate<String> wanted = Pattern.compile(arguments[1]).asPredicate();
            FaultLatency latency = new FaultLatency(Integer.parseInt(arguments[0]), wanted, folder, agent);
            List<StartFault> fromStartOn = StartFault.all(folder);
            latency.measureWhileRunning();
            latency.measureFromStartOn(fromStartOn);
            if (latency.failed > 0) {
                throw new IOException(latency.failed + " requests failed");
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private Path newFolder() throws IOException {
        return Files.createTempDirectory(folder, "server");
    }

    private void measureWhileRunning() throws IOException {
        try (TestAgent untrusted = TestAgent.https();
                TestAgent expired = TestAgent.httpsExpired();
                RunningServer server = new RunningServer(
                        agent,
                        newFolder(),
                        "",
                        List.of(),
                        "-Djavax.net.ssl.trustStore=" + expired.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + expired.trustStorePassword())) {
            server.load(SLICE.multipliedBy(WARM_UP));
            Map<String, Switch> faults = new RuntimeFaults(server, agent, untrusted, expired).all();
            faults.keySet().removeIf(wanted.negate());
            long[] before = healthySlice(server);
            long[] healthy = before;
            Map<String, Result> results = new LinkedHashMap<>();
            for (int i = 0; i < rounds; i++) {
                for (Map.Entry<String, Switch> fault : faults.entrySet()) {
                    long[] during = slice(server, fault.getValue());
                    long[] after = healthySlice(server);
                    results.computeIfAbsent(fault.getKey(), any -> new Result()).add(during, merge(before, after));
                    healthy = merge(healthy, after);
                    before = after;
                }
            }
            say("while running: %s", server.get(ProfiledServer.STATUS));
            say("%-36s %s", "without a fault", text(healthy));
            results.forEach(FaultLatency::say);
            failed += server.failed();
            server.end();
        }
    }

    private static long[] slice(RunningServer server, Switch fault) throws IOException {
        fault.on();
        try {
            server.load(SETTLE);
            return server.load(SLICE);
        } finally {
            fault.off();
        }
    }

    /** Once all that waited for the fault's end is delivered, or what was sent then would be measured as if it were healthy. */
    private static long[] healthySlice(RunningServer server) throws IOException {
        server.awaitAllDelivered();
        server.load(SETTLE);
        return server.load(SLICE);
    }

    /** What differs between two JVMs is the same in all of their slices, so a pair of them is one ratio. */
    private void measureFromStartOn(List<StartFault> faults) throws IOException {
        for (StartFault fault : faults) {
            Result result = new Result();
            String status = "";
            for (int i = 0; wanted.test(fault.name()) && i < rounds; i++) {
                try (RunningServer healthy = new RunningServer(agent, newFolder(), "", List.of(), PERF_EVENTS);
                        RunningServer faulty = new RunningServer(
                                agent, newFolder(), fault.mountOptions(), fault.launcher(), PERF_EVENTS)) {
                    slices(healthy, faulty, fault.meanwhile(), WARM_UP_OF_PAIRS);
                    long[][] both = slices(healthy, faulty, fault.meanwhile(), SLICES_OF_PAIRS);
                    result.add(both[1], both[0]);
                    status = faulty.get(ProfiledServer.STATUS) + "; the other: " + healthy.get(ProfiledServer.STATUS);
                    failed += healthy.failed() + faulty.failed();
                    healthy.end();
                    faulty.end();
                }
            }
            if (!result.ratios.isEmpty()) {
                say(fault.name(), result);
                say("    %s", status);
            }
        }
    }

    /** Of one and the other in turn. */
    private static long[][] slices(RunningServer healthy, RunningServer faulty, Switch meanwhile, int count)
            throws IOException {
        long[][] both = {{}, {}};
        for (int i = 0; i < count; i++) {
            both[0] = merge(both[0], slice(healthy, Switch.nothing()));
            both[1] = merge(both[1], slice(faulty, meanwhile));
        }
        return both;
    }

    private static long[] merge(long[] some, long[] others) {
        return LongStream.concat(Arrays.stream(some), Arrays.stream(others))
                .sorted()
                .toArray();
    }

    private static double ratio(long[] some, long[] others, double quantile) {
        return (double) quantile(some, quantile) / quantile(others, quantile);
    }

    private static long quantile(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * quantile))];
    }

    private static void say(String name, Result result) {
        say("%-36s %s", name, text(result.all));
        for (int i = 0; i < 2; i++) {
            int which = i;
            say(
                    "    %s over that without: %s",
                    List.of("p50", "p99").get(i),
                    Ratio.of(result.ratios.stream()
                            .mapToDouble(ratios -> ratios[which])
                            .toArray()));
        }
    }

    private static String text(long[] sorted) {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms, max %.2f ms, %d requests",
                quantile(sorted, 0.5) / NANOS_PER_MILLISECOND,
                quantile(sorted, 0.99) / NANOS_PER_MILLISECOND,
                sorted[sorted.length - 1] / NANOS_PER_MILLISECOND,
                sorted.length);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
