package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

/**
 * {@code mvn -Pfaults}: how long requests take while something is wrong that the profiler has to live with, beside the time just
 * before and after, in one server. Its Agent and its load are in this JVM, its profiler's folder is a disk of its own.
 */
public final class FaultLatency {
    private static final Duration SLICE = Duration.ofSeconds(3);
    /** Of the fault or of the health, before it is measured. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 20;
    private static final int PER_SECOND = 250;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final TestAgent agent;
    private final SteadyLoad load;
    private final List<Case> cases;

    /** Something that is wrong, and its slices. */
    private static final class Case {
        final String name;
        final Switch fault;
        final List<double[]> ratios = new ArrayList<>();
        long[] all = {};

        Case(String name, Switch fault) {
            this.name = name;
            this.fault = fault;
        }
    }

    private FaultLatency(TestAgent agent, SteadyLoad load, Path disk) {
        this.agent = agent;
        this.load = load;
        this.cases = List.of(
                new Case("no fault (what chance does)", switching(() -> {}, () -> {})),
                new Case("Agent absent", switching(agent::stop, agent::start)),
                new Case("Agent that never answers", failing(Fault.noAnswer())),
                new Case("Agent that answers a byte a second", failing(Fault.drip())),
                new Case("Agent that resets", failing(Fault.resetInRequest())),
                new Case("disk full, Agent absent", fullDisk(disk)));
    }

    /**
     * Measures and prints.
     *
     * @param arguments how many slices of each fault
     */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("conprof-faults");
        try (TestAgent agent = TestAgent.unix()) {
            Process server = start(agent, folder);
            try {
                int port = Integer.parseInt(server.inputReader().readLine());
                Path disk = Path.of("/proc", Long.toString(server.pid()), "root")
                        .resolve(folder.toString().substring(1));
                new FaultLatency(agent, new SteadyLoad(port, PER_SECOND), disk).measure(rounds);
                server.getOutputStream().close();
                if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || server.exitValue() != 0) {
                    throw new IOException("the server did not end as it should");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                server.destroyForcibly();
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /** The disk is one that the kernel lets us mount for that JVM alone. */
    private static Process start(TestAgent agent, Path folder) throws IOException {
        return new ProcessBuilder(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=16m none \"$0\" && exec \"$@\"",
                        folder.toString(),
                        Jdk.current().program("java").toString(),
                        "-Xmx512m",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProfiledServer.class.getName(),
                        agent.address(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Switch switching(Runnable on, Runnable off) {
        return new Switch() {
            @Override
            public void on() {
                on.run();
            }

            @Override
            public void off() {
                off.run();
            }
        };
    }

    private Switch failing(Fault fault) {
        return switching(() -> agent.fail(fault), agent::recover);
    }

    private Switch fullDisk(Path disk) {
        Path all = disk.resolve("all-there-is");
        return new Switch() {
            @Override
            public void on() throws IOException {
                agent.stop();
                try (OutputStream out = Files.newOutputStream(all)) {
                    while (true) {
                        out.write(new byte[1 << 16]);
                    }
                } catch (IOException e) {
                    if (Files.size(all) == 0) {
                        throw e;
                    }
                }
            }

            @Override
            public void off() throws IOException {
                Files.delete(all);
                agent.start();
            }
        };
    }

    private void measure(int rounds) throws IOException {
        load.run(SLICE.multipliedBy(WARM_UP));
        long[] healthy = {};
        long[] before = healthySlice();
        for (int i = 0; i < rounds; i++) {
            for (Case each : cases) {
                each.fault.on();
                long[] during;
                try {
                    load.run(SETTLE);
                    during = load.run(SLICE);
                } finally {
                    each.fault.off();
                }
                long[] after = healthySlice();
                long[] beside = merge(before, after);
                each.ratios.add(new double[] {ratio(during, beside, 0.5), ratio(during, beside, 0.99)});
                each.all = merge(each.all, during);
                healthy = merge(healthy, after);
                before = after;
            }
        }
        say("%d requests a second, %d rounds, %d requests failed", PER_SECOND, rounds, load.failed());
        say("the server: %s", load.get(ProfiledServer.STATUS));
        say("%-36s %s", "without a fault", text(healthy));
        for (Case each : cases) {
            say("%-36s %s", each.name, text(each.all));
            for (int i = 0; i < 2; i++) {
                int which = i;
                say(
                        "    %s over that without: %s",
                        List.of("p50", "p99").get(i),
                        Ratio.of(each.ratios.stream()
                                .mapToDouble(ratios -> ratios[which])
                                .toArray()));
            }
        }
        if (load.failed() > 0) {
            throw new IOException("requests failed");
        }
    }

    /** Once all that waited for the fault's end is delivered, or what was sent then would be measured as if it were healthy. */
    private long[] healthySlice() throws IOException {
        Await.until("all delivered", PATIENCE, this::allDelivered);
        load.run(SETTLE);
        return load.run(SLICE);
    }

    private boolean allDelivered() {
        try {
            load.get(ProfiledServer.FLUSH);
            return load.get(ProfiledServer.STATUS).startsWith("0 ");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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

    private static long max(long[] sorted) {
        return sorted[sorted.length - 1];
    }

    private static String text(long[] sorted) {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms, max %.2f ms, %d requests",
                quantile(sorted, 0.5) / NANOS_PER_MILLISECOND,
                quantile(sorted, 0.99) / NANOS_PER_MILLISECOND,
                max(sorted) / NANOS_PER_MILLISECOND,
                sorted.length);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
