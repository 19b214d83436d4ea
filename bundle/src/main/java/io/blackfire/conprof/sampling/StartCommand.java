package io.blackfire.conprof.sampling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    private static final Duration NEVER = Duration.ofDays(1);

    private static final String PERF_EVENTS = "cpu";
    /** What async-profiler says of timer_create and setitimer. */
    private static final Set<String> TIMERS_REFUSED =
            Set.of("Failed to create CPU timer", "ITIMER_PROF is not supported on this system");

    private StartCommand() {}

    /**
     * Perf events are forbidden in most containers, and by most kernels' defaults: async-profiler itself then uses timers
     * where it sees that at once, and refuses where it does not. A filter of system calls may forbid timers as well.
     *
     * @param tracked whether the {@link HeapTracker} samples allocations
     * @param asyncProfiler does a command
     * @return the plan, without CPU time where nothing can drive its sampling
     * @throws IllegalStateException when async-profiler refuses all the same, or nothing is left to sample
     */
    static SamplingPlan run(SamplingPlan plan, Path file, boolean tracked, UnaryOperator<String> asyncProfiler) {
        if (!plan.dimensions().contains(Dimension.CPU_TIME)) {
            asyncProfiler.apply(of(plan, "", file, tracked));
            return plan;
        }
        IllegalStateException refusal = null;
        for (String event : cpuEvents(plan.cpuEngine())) {
            try {
                asyncProfiler.apply(of(plan, event, file, tracked));
                return plan;
            } catch (IllegalStateException e) {
                if (!event.equals(PERF_EVENTS) && !lacksTimers(e)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, "No CPU sampling by {0}: {1}", event, e.getMessage());
                refusal = e;
            }
        }
        SamplingPlan rest = plan.withoutCpu();
        if (rest.dimensions().isEmpty()) {
            throw refusal;
        }
        asyncProfiler.apply(of(rest, "", file, tracked));
        return rest;
    }

    /** Whether it is for want of timers that async-profiler does not start; else another kind would not help. */
    static boolean lacksTimers(IllegalStateException refusal) {
        return TIMERS_REFUSED.contains(String.valueOf(refusal.getMessage()));
    }

    /** The best one first. One timer of the process is as good as one of each thread until it runs out at every tick. */
    private static List<String> cpuEvents(CpuEngine engine) {
        List<String> events = new ArrayList<>();
        if (engine == CpuEngine.PERF) {
            events.add(PERF_EVENTS);
        }
        if (NativeLibrary.linux()) {
            events.add("ctimer");
        }
        events.add("itimer");
        return events;
    }

    private static String of(SamplingPlan plan, String cpuEvent, Path file, boolean tracked) {
        List<String> arguments = new ArrayList<>(List.of("start", "jfr", "jfropts=" + NO_EXTRA_EVENTS));
        if (!cpuEvent.isEmpty()) {
            arguments.add("event=" + cpuEvent);
            arguments.add("interval=" + plan.cpuInterval().toNanos());
        }
        if (plan.dimensions().contains(Dimension.WALL_TIME)) {
            arguments.add("wall=" + plan.wallInterval().toNanos());
        } else if (tracked && cpuEvent.isEmpty()) {
            // there has to be an event, so that spans are recorded
            arguments.add("wall=" + NEVER.toNanos());
        }
        if (plan.allocations() && !tracked) {
            arguments.add("alloc=" + plan.allocIntervalBytes());
        }
        if (plan.dimensions().contains(Dimension.HEAP_LIVE_SIZE) && !tracked) {
            arguments.add("live");
        }
        if (plan.dimensions().contains(Dimension.LOCK_CONTENTION)) {
            arguments.add("lock=" + SamplingPlan.LOCK_INTERVAL.toNanos());
        }
        arguments.add("features=stats");
        // one recording is one chunk: to weigh a thread's CPU samples takes all of them
        arguments.add("chunksize=0");
        arguments.add("chunktime=0");
        arguments.add("memlimit=" + (tracked ? plan.stackBytesBesideTracker() : plan.stackBytes()));
        arguments.add("file=" + file);
        return String.join(",", arguments);
    }
}
