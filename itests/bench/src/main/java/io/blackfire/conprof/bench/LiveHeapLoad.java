package io.blackfire.conprof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.sun.management.OperatingSystemMXBean;
import jdk.jfr.Recording;
import one.profiler.AsyncProfiler;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

/** One JVM of {@link LiveHeapCost}: keeps 100 MB, half in arrays of 10 kB, half of 1.6 kB, replaces them slowly, and litters. */
final class LiveHeapLoad {
    /** CPU time in seconds, and the most memory that it had, in megabytes. */
    static final Pattern TOOK = Pattern.compile("took ([0-9.]+) s of CPU, ([0-9.]+) MB");

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int KEPT_BYTES = 50_000_000;
    private static final long LITTER_BYTES = 20_000_000_000L;
    /** Of each so many pieces of litter one takes the place of a kept one. */
    private static final int REPLACED = 200;

    private final Path folder;
    private final String interval;
    private volatile Object sink;

    private LiveHeapLoad(Path folder, String interval) {
        this.folder = folder;
        this.interval = interval;
    }

    /**
     * Runs.
     *
     * @param arguments a folder of its own, the way, and the sampling interval
     */
    public static void main(String[] arguments) throws Exception {
        LiveHeapLoad load = new LiveHeapLoad(Path.of(arguments[0]), arguments.length > 2 ? arguments[2] : "");
        Runnable stop = load.follow(arguments[1]);
        Thread large = new Thread(() -> load.keepAndLitter(10_000));
        Thread small = new Thread(() -> load.keepAndLitter(1_600));
        large.start();
        small.start();
        large.join();
        small.join();
        long nanos =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        String most = Files.readString(Path.of("/proc/self/status")).replaceAll("(?s).*VmHWM:\\s*(\\d+) kB.*", "$1");
        System.out.printf(Locale.ROOT, "took %.3f s of CPU, %.1f MB%n", nanos / 1e9, Long.parseLong(most) / 1e3);
        stop.run();
        System.exit(0);
    }

    private void keepAndLitter(int size) {
        Object[] kept = new Object[KEPT_BYTES / size];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new byte[size];
        }
        long bytes = 0;
        for (int i = 0; bytes < LITTER_BYTES; i++) {
            byte[] litter = new byte[200 + i % 1800];
            bytes += litter.length;
            if (i % REPLACED == 0) {
                kept[i / REPLACED % kept.length] = new byte[size];
            }
            // as work would, it looks at what it has
            long sum = 0;
            for (int at = 0; at < litter.length; at += Long.BYTES) {
                sum += litter[at];
            }
            sink = sum == 0 ? litter : kept;
        }
    }

    /** Starts to follow the live heap; returns what stops it. */
    private Runnable follow(String way) throws IOException {
        return switch (way) {
            case "tracker" -> tracker();
            case "async-profiler" -> asyncProfiler();
            case "OldObjectSample" -> oldObjectSample();
            default -> () -> {};
        };
    }

    private Runnable tracker() {
        Profiler profiler = Profiler.builder()
                .config(ProfilerConfig.resolve(Map.of(
                        "application-name",
                        "bench",
                        "agent-socket",
                        "unix://" + folder.resolve("nobody.sock"),
                        "period",
                        PERIOD.toSeconds() + "s",
                        "alloc-interval",
                        interval,
                        "overhead-limit",
                        "100%",
                        "dimensions",
                        "heap-live-size,allocated-memory,allocations")))
                .directory(folder)
                .build();
        profiler.startAndWait(Duration.ofSeconds(30));
        ProfilerStatus status = profiler.status();
        if (status.state() != ProfilerStatus.State.RUNNING || !status.reason().isEmpty()) {
            throw new IllegalStateException(status.toString());
        }
        return profiler::stop;
    }

    /** Its survivors are written when it stops. */
    private Runnable asyncProfiler() throws IOException {
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        String start = "start,jfr,event=alloc,alloc=" + interval.replace("KiB", "k") + ",live,loglevel=none,file=";
        AtomicInteger period = new AtomicInteger();
        profiler.execute(start + folder.resolve("0.jfr"));
        everyPeriod(() -> {
            profiler.execute("stop,loglevel=none");
            profiler.execute(start + folder.resolve(period.incrementAndGet() + ".jfr"));
        });
        return () -> {};
    }

    private Runnable oldObjectSample() {
        Recording recording = new Recording();
        recording.enable("jdk.OldObjectSample").withStackTrace().with("cutoff", "0 ns");
        recording.start();
        AtomicInteger period = new AtomicInteger();
        everyPeriod(() -> recording.dump(folder.resolve(period.incrementAndGet() + ".jfr")));
        return recording::close;
    }

    /** What ends a period. */
    @FunctionalInterface
    private interface PeriodEnd {
        void run() throws IOException;
    }

    private static void everyPeriod(PeriodEnd end) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Thread.sleep(PERIOD.toMillis());
                    end.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
