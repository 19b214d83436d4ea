package io.blackfire.conprof.profile;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WeightsTest {
    private static final long INTERVAL = 512 << 10;

    @Test
    void tinyObjects_standForAnInterval() {
        assertThat(Weights.objects(16, INTERVAL) * 16).isCloseTo(INTERVAL, within(INTERVAL * 1e-4));
    }

    @Test
    void hugeObjects_standForThemselves() {
        assertThat(Weights.objects(100 * INTERVAL, INTERVAL)).isEqualTo(1);
        assertThat(Weights.objects(0, INTERVAL)).isEqualTo(1);
    }

    /** The JVM's sampler, played: distances between samples are exponentially distributed bytes. */
    @ParameterizedTest
    @ValueSource(longs = {16, 1_000, 100_000, INTERVAL, 3 * INTERVAL})
    void weights_addUpToWhatWasAllocated(long size) {
        Random random = new Random(1);
        long objects = 40_000_000 / Math.max(1, size / 16) + 20_000;
        double estimate = 0;
        double untilSample = -Math.log(1 - random.nextDouble()) * INTERVAL;
        for (long i = 0; i < objects; i++) {
            untilSample -= size;
            if (untilSample <= 0) {
                estimate += Weights.objects(size, INTERVAL);
                untilSample = -Math.log(1 - random.nextDouble()) * INTERVAL;
            }
        }
        assertThat(estimate).isCloseTo(objects, within(objects * 0.1));
    }

    /** async-profiler's sampler, played. */
    @ParameterizedTest
    @ValueSource(longs = {100, 2_000, 10_000, 50_000})
    void waits_addUpToWhatThereWere(long meanNanos) {
        Random random = new Random(2);
        long interval = 10_000;
        long sum = 0;
        double waited = 0;
        double nanos = 0;
        double waits = 0;
        int count = 2_000_000;
        for (int i = 0; i < count; i++) {
            long wait = 1 + random.nextLong(2 * meanNanos);
            waited += wait;
            sum += wait;
            if (sum >= interval) {
                sum %= interval;
                nanos += Weights.waits(wait, interval) * wait;
                waits += Weights.waits(wait, interval);
            }
        }
        assertThat(nanos).isCloseTo(waited, within(waited * 0.01));
        assertThat(waits).isCloseTo(count, within(count * 0.05));
    }
}
