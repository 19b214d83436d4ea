package io.blackfire.conprof.sampling;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

/**
 * What to sample and how often.
 *
 * @param dimensions what is measured
 * @param cpuEngine what drives CPU sampling, if it can be had
 * @param cpuInterval CPU time of a thread between two of its CPU samples
 * @param wallInterval time between two looks at each thread
 * @param allocIntervalBytes allocated bytes between two allocation samples, on average
 * @param slowdown how many times as long the intervals are as somebody set them, for profiling costs too much; 1 or more
 * @param stackBytes memory for stacks; over it, samples share one stack
 */
public record SamplingPlan(
        Set<Dimension> dimensions,
        CpuEngine cpuEngine,
        Duration cpuInterval,
        Duration wallInterval,
        long allocIntervalBytes,
        double slowdown,
        long stackBytes) {

    /**
     * Time that threads wait for locks, all together, between two lock samples: async-profiler's default. Longer waits are all sampled.
     */
    public static final Duration LOCK_INTERVAL = Duration.ofNanos(10_000);

    private static final long STACK_BYTES = 192 << 20;

    /** As somebody set it. */
    public SamplingPlan(
            Set<Dimension> dimensions,
            CpuEngine cpuEngine,
            Duration cpuInterval,
            Duration wallInterval,
            long allocIntervalBytes) {
        this(dimensions, cpuEngine, cpuInterval, wallInterval, allocIntervalBytes, 1, STACK_BYTES);
    }

    /** The same, so many times less often, and with so much memory for stacks. */
    public SamplingPlan within(double slowedBy, long limitBytes) {
        return new SamplingPlan(
                dimensions,
                cpuEngine,
                times(cpuInterval, slowedBy),
                times(wallInterval, slowedBy),
                (long) (allocIntervalBytes * slowedBy),
                slowdown * slowedBy,
                limitBytes);
    }

    /**
     * Whether the other, or null, is the same. Not {@link #equals}: what the JDK makes for a record keeps the record's class, and with it us,
     * in a cache of its own (seen with 17: {@code ObjectMethods.OBJECT_EQ}).
     */
    boolean isLike(SamplingPlan other) {
        return other != null
                && dimensions.equals(other.dimensions)
                && cpuEngine == other.cpuEngine
                && cpuInterval.equals(other.cpuInterval)
                && wallInterval.equals(other.wallInterval)
                && allocIntervalBytes == other.allocIntervalBytes
                && slowdown == other.slowdown
                && stackBytes == other.stackBytes;
    }

    /** The same without CPU time. */
    SamplingPlan withoutCpu() {
        EnumSet<Dimension> rest = EnumSet.copyOf(dimensions);
        rest.remove(Dimension.CPU_TIME);
        return new SamplingPlan(rest, cpuEngine, cpuInterval, wallInterval, allocIntervalBytes, slowdown, stackBytes);
    }

    /** What rates are of those that somebody set, as {@code 25%} or {@code 0.4%}; empty when they are those. */
    public String rates() {
        if (slowdown == 1) {
            return "";
        }
        return String.format(Locale.ROOT, slowdown > 100 ? "%.1f%%" : "%.0f%%", 100 / slowdown);
    }

    /** Of {@link #stackBytes}, what is left to async-profiler beside the {@link HeapTracker}. */
    long stackBytesBesideTracker() {
        return stackBytes / 2;
    }

    /** Of {@link #stackBytes}, what the stacks of one period take in the {@link HeapTracker}, which has three at a time. */
    long trackerBytes() {
        return stackBytes / 2 / 3;
    }

    private static Duration times(Duration interval, double factor) {
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }

    boolean allocations() {
        return dimensions.contains(Dimension.ALLOCATED_MEMORY)
                || dimensions.contains(Dimension.ALLOCATIONS)
                || dimensions.contains(Dimension.HEAP_LIVE_SIZE);
    }
}
