package io.blackfire.conprof.sampling;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

import static org.assertj.core.api.Assertions.assertThat;

class UnsampledThreadsTest {
    private static final String TIMERS = "ctimer";
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final SamplingPlan PLAN = new SamplingPlan(
            EnumSet.of(Dimension.CPU_TIME), CpuEngine.TIMER, INTERVAL, Duration.ofMillis(100), 1 << 19);
    private static final long MUCH = 25 * INTERVAL.toNanos();
    private static final long LITTLE = 15 * INTERVAL.toNanos();
    private static final long ALL_SAMPLED = 30 * INTERVAL.toNanos();
    private static final int UNTIMED = 7;
    private static final int SAMPLED = 8;
    private static final int OWN = 9;

    private final UnsampledThreads threads = new UnsampledThreads();

    private void period(boolean first, String engine, long used) {
        Recording recording = new Recording(
                new EventFile(Path.of("any"), first ? 0 : 1_000, Long.MAX_VALUE, true),
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ZERO,
                PLAN,
                NativeMetrics.NONE,
                Map.of(UNTIMED, used, SAMPLED, MUCH, OWN, MUCH),
                Set.of(),
                Duration.ZERO);
        threads.learn(
                recording,
                engine,
                used == ALL_SAMPLED ? Set.of(SAMPLED, UNTIMED) : Set.of(SAMPLED),
                thread -> thread == OWN);
    }

    private void assertSuspected(boolean suspected) {
        assertThat(threads.suspected()).isEqualTo(suspected);
    }

    @Test
    void threadWithoutSamples_isToldOfWhenANewSessionChangedNothing() {
        period(true, TIMERS, MUCH);
        assertSuspected(true);
        // it may have come after the session's begin, without a word to async-profiler
        assertThat(threads.lack()).isEmpty();
        period(false, TIMERS, MUCH);
        assertThat(threads.lack()).isEmpty();
        period(true, TIMERS, MUCH);
        assertThat(threads.lack())
                .isEqualTo(
                        "the CPU time of some threads is not sampled, as they block signals or got no timer: raise ulimit -i");
    }

    @Test
    void threadThatRests_isStillToldOf() {
        period(true, TIMERS, MUCH);
        period(true, TIMERS, MUCH);
        period(false, TIMERS, 0);
        assertSuspected(false);
        assertThat(threads.lack()).isNotEmpty();
    }

    @Test
    void threadWithSamples_isToldOfNoMore() {
        period(true, TIMERS, MUCH);
        period(true, TIMERS, MUCH);
        period(true, TIMERS, ALL_SAMPLED);
        assertSuspected(false);
        assertThat(threads.lack()).isEmpty();
    }

    @Test
    void threadWithLittleWork_isNotSuspected() {
        period(true, TIMERS, LITTLE);
        assertSuspected(false);
        period(true, TIMERS, LITTLE);
        assertThat(threads.lack()).isEmpty();
    }

    @Test
    void perfEvents_needDescriptors() {
        period(true, "perf_events", MUCH);
        period(true, "perf_events", MUCH);
        assertThat(threads.lack()).endsWith("as they block signals or got no perf event: raise ulimit -n");
    }

    @Test
    void oneTimerForAll_saysNothingOfAThread() {
        period(true, "itimer", MUCH);
        assertSuspected(false);
        period(true, "itimer", MUCH);
        assertThat(threads.lack()).isEmpty();
    }
}
