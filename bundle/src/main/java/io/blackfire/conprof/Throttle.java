package io.blackfire.conprof;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.blackfire.conprof.sampling.SamplingPlan;

/**
 * Samples less often when profiling takes more than its {@linkplain Setting#OVERHEAD_LIMIT} or {@linkplain Setting#MEMORY_LIMIT},
 * then in longer periods, and as configured again when there is room. Not thread-safe.
 */
final class Throttle {
    /** From 100 Hz to less than one sample in two seconds; the rest is what the ends of periods cost, whatever was sampled. */
    private static final double MOST = 256;

    private static final double AIM = 0.8;
    /** Less than this of the limits is room; well under the aim, or rates would never rest. */
    private static final double ROOM = 0.5;
    /** What there is at once is not known: how often a busy server becomes an idle one, and back. */
    private static final double FASTEST_WAY_BACK = 0.25;

    /** The default of the limit, in percent of all processors' time: who sets a lower one begins with as much lower rates. */
    private static final double USUAL_LIMIT = 5;

    /** What ends of periods cost is most at the start, so periods do not grow at once to what that would need. */
    private static final double MOST_LONGER = 2;

    // stacks are what grows; the rest is their conversion, symbols of libraries, buffers, and what waits on the heap
    private static final double STACKS = 0.6;

    /** Heap that the conversion of a recording takes, of its size: measured, one of 47 MiB needs a heap of 64. */
    private static final double CONVERSION = 1.3;

    private final int processors;
    private final long windowNanos;
    private double slowdown;
    /** Periods are no shorter than this, at the lowest rates. */
    private long shortestNanos;
    /** The period under way began before that changed. */
    private boolean lengthChanged;

    // of the window under way
    private double room;
    private long nanos;
    private long cpuNanos;

    /**
     * @param processors how many the JVM may use
     * @param window how long it looks before it decides: what a period costs is now more, now less, and most at the start
     * @param config of the first period
     */
    Throttle(int processors, Duration window, ProfilerConfig config) {
        this.processors = processors;
        this.windowNanos = window.toNanos();
        this.slowdown = Math.max(1, USUAL_LIMIT / config.overheadLimitPercent());
    }

    /** What is to be sampled instead of what is configured. */
    SamplingPlan apply(SamplingPlan configured, ProfilerConfig config) {
        return configured.within(slowdown, (long) (config.memoryLimitBytes() * STACKS));
    }

    /** How long the next period is to be: no longer than a window, or as configured. */
    Duration period(ProfilerConfig config) {
        return Duration.ofNanos(Math.max(config.period().toNanos(), shortestNanos));
    }

    /** What is sampled instead of what is configured, for users: {@code 25% of the rates set}; empty when it is that. */
    String lowered(SamplingPlan plan, ProfilerConfig config) {
        if (plan.rates().isEmpty()) {
            return "";
        }
        Duration period = period(config);
        return plan.rates() + " of the rates set"
                + (period.equals(config.period())
                        ? ""
                        : ", in periods of " + SettingType.show(period.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** The most that there was at once: the next period is sampled already while this one is converted. */
    private static double memory(ProfilerStatus.Cost cost) {
        return cost.heapBytes() + cost.nativeBytes() + CONVERSION * cost.recordingBytes();
    }

    /** Learns what stacks took of their room in a period that was sampled so; over 1 what they would have taken. */
    void learnRoom(double used, SamplingPlan plan) {
        if (plan.slowdown() == slowdown) {
            room = Math.max(room, used);
        }
    }

    /** Whether what is sampled so costs too much, which was not yet known when it began. */
    boolean forbids(SamplingPlan plan) {
        return plan.slowdown() < slowdown;
    }

    /** Learns what a period cost that was sampled so. */
    void learn(ProfilerStatus.Cost cost, SamplingPlan plan, ProfilerConfig config) {
        if (plan.slowdown() != slowdown || lengthChanged) {
            // it had begun before the last decision
            lengthChanged = false;
            return;
        }
        nanos += cost.duration().toNanos();
        cpuNanos += cost.threads().plus(cost.stackWalking()).toNanos();
        if (nanos < windowNanos) {
            return;
        }
        decide(cpuNanos / (nanos * limit(config)), memory(cost) / config.memoryLimitBytes(), config);
    }

    /**
     * Learns what a period has cost so far that is sampled so: what is more than a window may cost is not paid for to the end.
     *
     * @param walking time that the sampled threads spent walking their stacks
     * @param passed how long it has been sampled
     */
    void watch(Duration walking, Duration passed, SamplingPlan plan, ProfilerConfig config) {
        long allNanos = nanos + passed.toNanos();
        long spentNanos = cpuNanos + walking.toNanos();
        // longer periods, which is all that is left at the lowest rates, have as many walks
        if (slowdown < MOST
                && plan.slowdown() == slowdown
                && spentNanos > Math.max(windowNanos, allNanos) * limit(config)) {
            decide(spentNanos / (allNanos * limit(config)), 0, config);
        }
    }

    /** How many nanoseconds of processors' time a nanosecond may cost. */
    private double limit(ProfilerConfig config) {
        return processors * config.overheadLimitPercent() / 100;
    }

    /**
     * @param cpu used of its limit
     * @param memory used of its limit
     */
    private void decide(double cpu, double memory, ProfilerConfig config) {
        double used = Math.max(Math.max(cpu, memory), room);
        nanos = 0;
        cpuNanos = 0;
        room = 0;
        if (used <= 1 && used >= ROOM) {
            return;
        }
        double change = Math.max(FASTEST_WAY_BACK, used / AIM);
        long periodNanos = period(config).toNanos();
        boolean lengthened = periodNanos > config.period().toNanos();
        if (cpu > 1 && slowdown == MOST || used < ROOM && lengthened) {
            shortestNanos = Math.min(windowNanos, (long) (periodNanos * Math.min(MOST_LONGER, change)));
            lengthChanged = period(config).toNanos() != periodNanos;
        } else {
            // or it would be in force once shorter periods are configured
            shortestNanos = lengthened ? shortestNanos : 0;
            slowdown = Math.max(1, Math.min(MOST, slowdown * change));
        }
    }
}
