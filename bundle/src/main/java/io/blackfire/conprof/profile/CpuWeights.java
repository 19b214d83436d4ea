package io.blackfire.conprof.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.sampling.Recording;

/**
 * How much CPU time one CPU sample of a thread stands for: what the kernel says that the thread used in the period, shared
 * among its samples. The sampling interval itself is too little: a timer that runs out again before its thread was
 * interrupted is one sample in a recording, and what a thread used before the first interval was over is none. Samples of
 * threads that did not live to the period's end stand for what their number makes expect, which is too little where timers
 * were missed: what other threads missed says nothing of these. Where the kernel tells nothing, each stands for the interval.
 * Values are cut from each thread's running sum, so that they add up to what was measured. Not thread-safe.
 */
final class CpuWeights {
    private final Map<Integer, ThreadSamples> threads = new HashMap<>();
    private long unsampledNanos;

    private static final class ThreadSamples {
        long all;
        long before;
        double nanosEach;

        /**
         * A timer starts with its thread or the session, so on average half an interval is over since the last sample; where it ran
         * before the period, as much was over at its begin.
         */
        double expectedNanos(long interval, boolean timed) {
            return (all + (timed ? 0 : 0.5)) * interval;
        }

        long next(long count) {
            long nanos = Math.round((before + count) * nanosEach) - Math.round(before * nanosEach);
            before += count;
            return nanos;
        }
    }

    /** The weights of all samples in the tables, which must be all of the recording. */
    CpuWeights(Recording recording, List<SampleTable> tables) {
        for (SampleTable table : tables) {
            for (int row = 0; row < table.size(); row++) {
                long count = table.value(row, SampleTable.CPU_SAMPLES);
                if (count > 0) {
                    threads.computeIfAbsent(table.threadId(row), any -> new ThreadSamples()).all += count;
                }
            }
        }
        weigh(
                recording.cpuNanos(),
                recording.timed(),
                recording.plan().cpuInterval().toNanos());
    }

    private void weigh(Map<Integer, Long> measured, Set<Integer> timed, long interval) {
        measured.forEach((id, nanos) -> unsampledNanos += threads.containsKey(id) ? 0 : nanos);
        threads.forEach((id, samples) -> {
            double nanos = measured.isEmpty()
                    ? samples.all * (double) interval
                    : samples.expectedNanos(interval, timed.contains(id));
            samples.nanosEach = measured.getOrDefault(id, Math.round(nanos)) / (double) samples.all;
        });
    }

    /** What threads used in nanoseconds of which there is no sample. */
    long unsampledNanos() {
        return unsampledNanos;
    }

    /** The threads that have samples. */
    Set<Integer> threads() {
        return Set.copyOf(threads.keySet());
    }

    /** CPU time in nanoseconds that so many more samples of a thread stand for. Every sample must come here exactly once. */
    long nanos(int thread, long count) {
        return count == 0 ? 0 : threads.get(thread).next(count);
    }
}
