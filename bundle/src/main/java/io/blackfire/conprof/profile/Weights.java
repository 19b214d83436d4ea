package io.blackfire.conprof.profile;

/**
 * What one allocation sample stands for.
 *
 * <p>The JVM samples an allocation of s bytes, at a mean interval of i bytes, with the probability 1 − e^(−s/i) (<a
 * href="https://openjdk.org/jeps/331">JEP 331</a>: the distance between samples is geometrically distributed; the formula
 * is the one of tcmalloc's and Go's heap profiles, <a
 * href="https://github.com/google/pprof/blob/main/profile/legacy_profile.go">pprof scaleHeapSample</a>). So one sample
 * stands for 1 / (1 − e^(−s/i)) objects and s times as many bytes.
 */
final class Weights {
    /** Objects are added up as multiples of 1/65536: whole numbers would be off by up to 26 % for s near i. */
    static final long FIXED_POINT = 1 << 16;

    private Weights() {}

    /** Objects that one sample stands for. */
    static double objects(long sizeBytes, long intervalBytes) {
        if (sizeBytes <= 0) {
            return 1;
        }
        return 1 / -Math.expm1(-(double) sizeBytes / intervalBytes);
    }
}
