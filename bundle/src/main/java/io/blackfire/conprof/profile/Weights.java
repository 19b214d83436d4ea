package io.blackfire.conprof.profile;

/**
 * What one allocation sample stands for.
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
}
