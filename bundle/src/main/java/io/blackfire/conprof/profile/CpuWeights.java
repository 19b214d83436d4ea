package io.blackfire.conprof.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.sampling.Recording;

/**
 * How much CPU time one CPU sample of a thread stands for: what the kernel says that the thread used in the period, shared
 * among its samples. The sampling interval itself is too little: a timer that runs out again before its thread was
 * interrupted is one sample in a recording, and what a thread used before the first interval was over is none. Samples of
 * threads that did not live to the period's end stand for what their number makes expect, corrected by the median of
 * what the others need. Where the kernel tells nothing, each stands for the interval. Values are cut from each thread's running sum, so
 * that they add up to what was measured. Not thread-safe.
 */
final class CpuWeights {
    // half an interval more or less no longer matters
    private static final int TELLING = 10;

    private final Map<Integer, ThreadSamples> threads = new HashMap<>();

    private static final class ThreadSamples {
        long all;
        long before;
        double nanosEach;

        /** A timer starts with its thread or the period, so on average half an interval is over since the last sample. */
        double expectedNanos(long interval) {
            return (all + 0.5) * interval;
        }

        long next(long count) {
            long nanos = Math.round((before + count) * nanosEach) - Math.round(before * nanosEach);
            before += count;
            return nanos;
        }
    }

    /** The weights of all samples in the table, which must be all of the recording. */
    CpuWeights(Recording recording, SampleTable table) {
        for (int row = 0; row < table.size(); row++) {
            long count = table.value(row, SampleTable.CPU_SAMPLES);
            if (count > 0) {
                threads.computeIfAbsent(table.threadId(row), any -> new ThreadSamples()).all += count;
            }
        }
        weigh(recording.cpuNanos(), recording.plan().cpuInterval().toNanos());
    }

    private void weigh(Map<Integer, Long> measured, long interval) {
        List<Double> corrections = new ArrayList<>();
        for (Map.Entry<Integer, ThreadSamples> thread : threads.entrySet()) {
            ThreadSamples samples = thread.getValue();
            Long used = measured.get(thread.getKey());
            if (used != null) {
                samples.nanosEach = (double) used / samples.all;
                if (samples.all >= TELLING) {
                    corrections.add(used / samples.expectedNanos(interval));
                }
            }
        }
        double correction = median(corrections);
        for (Map.Entry<Integer, ThreadSamples> thread : threads.entrySet()) {
            ThreadSamples samples = thread.getValue();
            if (measured.isEmpty()) {
                samples.nanosEach = interval;
            } else if (!measured.containsKey(thread.getKey())) {
                samples.nanosEach = samples.expectedNanos(interval) * correction / samples.all;
            }
        }
    }

    /** The median, as our own thread, for one, works a lot while nothing is sampled; 1 when there is nothing to go by. */
    private static double median(List<Double> corrections) {
        corrections.sort(null);
        return corrections.isEmpty() ? 1 : corrections.get(corrections.size() / 2);
    }

    /** CPU time in nanoseconds that so many more samples of a thread stand for. Every sample must come here exactly once. */
    long nanos(int thread, long count) {
        return count == 0 ? 0 : threads.get(thread).next(count);
    }
}
