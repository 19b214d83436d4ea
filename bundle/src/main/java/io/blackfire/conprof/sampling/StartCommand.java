package io.blackfire.conprof.sampling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

/**
 * How async-profiler is told to begin a recording. Its arguments are those of <a
 * href="https://github.com/async-profiler/async-profiler/blob/master/src/arguments.cpp">arguments.cpp</a>.
 */
final class StartCommand {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    // no system info, no system properties (they hold secrets), no native libraries, no CPU load, no heap summary
    private static final int NO_EXTRA_EVENTS = 0x1f;
    // for stack traces; over it, samples are kept but share one stack "storage_overflow"
    private static final String NATIVE_MEMORY_LIMIT = "256m";

    private StartCommand() {}

    /**
     * Perf events are forbidden in most containers, and by most kernels' defaults: async-profiler itself then uses timers
     * where it sees that at once, and refuses where it does not.
     *
     * @param asyncProfiler does a command
     * @throws IllegalStateException when async-profiler refuses timers, too
     */
    static void run(SamplingPlan plan, Path file, UnaryOperator<String> asyncProfiler) {
        if (plan.cpuEngine() == CpuEngine.PERF) {
            try {
                asyncProfiler.apply(of(plan, CpuEngine.PERF, file));
                return;
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, "No perf events: {0}", e.getMessage());
            }
        }
        asyncProfiler.apply(of(plan, CpuEngine.TIMER, file));
    }

    private static String of(SamplingPlan plan, CpuEngine engine, Path file) {
        List<String> arguments = new ArrayList<>(List.of("start", "jfr", "jfropts=" + NO_EXTRA_EVENTS));
        if (plan.dimensions().contains(Dimension.CPU_TIME)) {
            String timer = NativeLibrary.linux() ? "ctimer" : "itimer";
            arguments.add("event=" + (engine == CpuEngine.PERF ? "cpu" : timer));
            arguments.add("interval=" + plan.cpuInterval().toNanos());
        }
        if (plan.dimensions().contains(Dimension.WALL_TIME)) {
            arguments.add("wall=" + plan.wallInterval().toNanos());
        }
        if (plan.allocations()) {
            arguments.add("alloc=" + plan.allocIntervalBytes());
        }
        if (plan.dimensions().contains(Dimension.HEAP_LIVE_SIZE)) {
            arguments.add("live");
        }
        arguments.add("features=stats");
        // one recording is one chunk: to weigh a thread's CPU samples takes all of them
        arguments.add("chunksize=0");
        arguments.add("chunktime=0");
        arguments.add("memlimit=" + NATIVE_MEMORY_LIMIT);
        arguments.add("file=" + file);
        return String.join(",", arguments);
    }
}
