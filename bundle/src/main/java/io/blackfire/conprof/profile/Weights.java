package io.blackfire.conprof.profile;

/**
 * What one sample of an allocation, or of a wait for a lock, stands for.
 *
 * <p>The JVM samples an allocation of s bytes, at a mean interval of i bytes, with the probability 1 − e^(−s/i) (<a
 * href="https://openjdk.org/jeps/331">JEP 331</a>: the distance between samples is geometrically distributed; <a
 * href="https://github.com/openjdk/jdk/blob/master/src/hotspot/share/runtime/threadHeapSampler.cpp">threadHeapSampler.cpp</a>). So one
 * sample stands for 1 / (1 − e^(−s/i)) objects, 1 or more, and s times as many bytes: what Horvitz and Thompson's estimator is, and
 * tcmalloc's and Go's heap profiles do (<a
 * href="https://github.com/google/pprof/blob/main/profile/legacy_profile.go">pprof scaleHeapSample</a>). s is what async-profiler
 * writes as {@code allocationSize}, the object's own size (<a
 * href="https://github.com/async-profiler/async-profiler/blob/master/src/objectSampler.cpp">objectSampler.cpp</a>).
 */
final class Weights {
    /** Objects are added up as multiples of 1/65536: whole numbers would be off by up to 26 % for s near i. */
    static final long FIXED_POINT = 1 << 16;

    private Weights() {}

    /**
     * Objects that one sample stands for, at least 1.
     *
     * @param sizeBytes size of the object
     * @param intervalBytes mean distance between two samples, above 0
     */
    static double objects(long sizeBytes, long intervalBytes) {
        if (sizeBytes <= 0) {
            return 1;
        }
        return 1 / -Math.expm1(-(double) sizeBytes / intervalBytes);
    }

    /**
     * Waits for a lock that one sample stands for, at least 1. async-profiler adds up the time of all waits and samples the one with
     * which the sum comes to the interval (<a
     * href="https://github.com/async-profiler/async-profiler/blob/master/src/engine.h">engine.h</a>, updateCounter): each with the
     * probability of its part of the interval, and every one that is longer. So the time that one stands for is the interval, or its own.
     *
     * @param nanos how long it was, 0 or more
     * @param intervalNanos time between two samples, above 0
     */
    static double waits(long nanos, long intervalNanos) {
        return Math.max(1, (double) intervalNanos / Math.max(1, nanos));
    }
}
