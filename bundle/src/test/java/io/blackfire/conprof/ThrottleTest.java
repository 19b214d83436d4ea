package io.blackfire.conprof;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ProfilerStatus.Cost;
import io.blackfire.conprof.sampling.SamplingPlan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ThrottleTest {
    private static final int PROCESSORS = 4;
    private static final long PERIOD_NANOS = Duration.ofSeconds(45).toNanos();
    private static final ProfilerConfig CONFIG =
            ProfilerConfig.resolve(Map.of("overhead-limit", "1%", "memory-limit", "100MiB"));
    private static final SamplingPlan CONFIGURED = new SamplingPlan(
            EnumSet.allOf(Dimension.class), CpuEngine.TIMER, Duration.ofMillis(10), Duration.ofMillis(100), 512 << 10);

    private final Throttle throttle = throttle(1);

    private static Throttle throttle(int periods) {
        return new Throttle(PROCESSORS, Duration.ofNanos(periods * PERIOD_NANOS), ProfilerConfig.resolve(Map.of()));
    }

    /** One whose CPU is that share of all processors' time. */
    private static Cost cost(double cpu, long memory) {
        return cost(cpu, memory, 0);
    }

    private static Cost cost(double cpu, long memory, long recording) {
        Duration both = Duration.ofNanos((long) (cpu * PROCESSORS * PERIOD_NANOS));
        Duration walking = both.dividedBy(3);
        return new Cost(
                Duration.ofNanos(PERIOD_NANOS),
                Duration.ZERO,
                0,
                0,
                0,
                both.minus(walking),
                walking,
                Duration.ZERO,
                recording,
                0,
                memory / 4,
                memory - memory / 4);
    }

    private SamplingPlan next() {
        return throttle.apply(CONFIGURED, CONFIG);
    }

    /** Periods one after the other, whose cost depends on how often they are sampled; the last one's. */
    private double rest(DoubleUnaryOperator cpuAtSlowdown, int periods) {
        double cpu = 0;
        for (int i = 0; i < periods; i++) {
            SamplingPlan plan = next();
            cpu = cpuAtSlowdown.applyAsDouble(plan.slowdown());
            throttle.learn(cost(cpu, 0), plan, CONFIG);
        }
        return cpu;
    }

    @Test
    void underTheLimits_isSampledAsConfigured() {
        rest(slowdown -> 0.0099, 3);
        throttle.learn(cost(0, 99 << 20), next(), CONFIG);
        assertThat(next().slowdown()).isEqualTo(1);
        assertThat(next().rates()).isEmpty();
        assertThat(next().cpuInterval()).isEqualTo(CONFIGURED.cpuInterval());
    }

    @Test
    void limitUnderTheDefault_beginsWithAsMuchLowerRates_untilThereIsRoom() {
        Throttle strict = new Throttle(PROCESSORS, Duration.ofNanos(PERIOD_NANOS), CONFIG);
        SamplingPlan first = strict.apply(CONFIGURED, CONFIG);
        assertThat(first.rates()).isEqualTo("20%");
        assertThat(first.slowdown())
                .isEqualTo(ProfilerConfig.resolve(Map.of()).overheadLimitPercent() / CONFIG.overheadLimitPercent());
        strict.learn(cost(0.0049, 0), first, CONFIG);
        assertThat(strict.apply(CONFIGURED, CONFIG).slowdown()).isCloseTo(5 * 0.49 / 0.8, within(0.01));
        strict.learn(cost(0.0001, 0), strict.apply(CONFIGURED, CONFIG), CONFIG);
        assertThat(strict.apply(CONFIGURED, CONFIG).slowdown()).isEqualTo(1);
    }

    @Test
    void overTheLimit_allIntervalsGrowAlike() {
        throttle.learn(cost(0.032, 0), next(), CONFIG);
        SamplingPlan plan = next();
        assertThat(plan.slowdown()).isCloseTo(4, within(0.01));
        assertThat(plan.rates()).isEqualTo("25%");
        assertThat(plan.cpuInterval().toNanos() / 1e6).isCloseTo(40, within(0.1));
        assertThat(plan.wallInterval().toNanos() / 1e6).isCloseTo(400, within(1.0));
        assertThat(plan.allocIntervalBytes() / 1048576.0).isCloseTo(2, within(0.01));
        assertThat(plan.dimensions()).isEqualTo(CONFIGURED.dimensions());
    }

    @Test
    void overTheLimitOfMemory_isTheSame() {
        throttle.learn(cost(0, 160 << 20), next(), CONFIG);
        assertThat(next().slowdown()).isCloseTo(2, within(0.01));
    }

    @Test
    void roomForStacks_isALimitToo() {
        throttle.learnRoom(1.6, next());
        throttle.learn(cost(0, 0), next(), CONFIG);
        assertThat(next().slowdown()).isCloseTo(2, within(0.01));
        throttle.learnRoom(0.8, next());
        throttle.learn(cost(0, 0), next(), CONFIG);
        assertThat(next().slowdown()).isCloseTo(2, within(0.01));
    }

    @Test
    void conversion_takesMemoryToo() {
        throttle.learn(cost(0, 30 << 20, 100 << 20), next(), CONFIG);
        assertThat(next().slowdown()).isCloseTo(2, within(0.01));
    }

    @Test
    void memoryForStacks_isMostOfTheLimit() {
        assertThat(next().stackBytes()).isEqualTo(60 << 20);
    }

    @Test
    void periodThatBeganBeforeTheLastDecision_countsNotTwice() {
        SamplingPlan before = next();
        throttle.learn(cost(0.032, 0), before, CONFIG);
        assertThat(throttle.forbids(before)).isTrue();
        assertThat(throttle.forbids(next())).isFalse();
        throttle.learn(cost(0.032, 0), before, CONFIG);
        assertThat(next().slowdown()).isCloseTo(4, within(0.01));
    }

    @Test
    void shortPeriods_areLookedAtTogether() {
        Throttle patient = throttle(3);
        for (double cpu : new double[] {0.04, 0.003, 0.003}) {
            assertThat(patient.apply(CONFIGURED, CONFIG).slowdown()).isEqualTo(1);
            patient.learn(cost(cpu, 0), CONFIGURED, CONFIG);
        }
        assertThat(patient.apply(CONFIGURED, CONFIG).slowdown()).isCloseTo(1.92, within(0.01));
    }

    /** Time of the sampled threads that is that share of what a window may cost. */
    private static Duration walking(double share) {
        return Duration.ofNanos((long) (share * 0.01 * PROCESSORS * PERIOD_NANOS));
    }

    @Test
    void periodThatHasCostWhatAWindowMay_isNotSampledToItsEnd() {
        SamplingPlan plan = next();
        throttle.watch(walking(0.99), Duration.ofSeconds(5), plan, CONFIG);
        assertThat(throttle.forbids(plan)).isFalse();
        throttle.watch(walking(1.01), Duration.ofSeconds(5), plan, CONFIG);
        assertThat(throttle.forbids(plan)).isTrue();
        assertThat(next().slowdown()).isCloseTo(9 * 1.01 / 0.8, within(0.01));
        throttle.watch(walking(100), Duration.ofSeconds(6), plan, CONFIG);
        assertThat(next().slowdown()).as("decided").isCloseTo(9 * 1.01 / 0.8, within(0.01));
    }

    @Test
    void periodLongerThanAWindow_mayCostAsMuchMore() {
        throttle.watch(walking(9.9), Duration.ofNanos(10 * PERIOD_NANOS), next(), CONFIG);
        assertThat(next().slowdown()).isEqualTo(1);
        throttle.watch(walking(16), Duration.ofNanos(10 * PERIOD_NANOS), next(), CONFIG);
        assertThat(next().slowdown()).isCloseTo(2, within(0.01));
    }

    @Test
    void periodUnderWay_isLookedAtWithThoseOfItsWindow() {
        Throttle patient = throttle(2);
        patient.learn(cost(0.016, 0), CONFIGURED, CONFIG);
        patient.watch(walking(0.39), Duration.ofSeconds(5), CONFIGURED, CONFIG);
        assertThat(patient.forbids(CONFIGURED)).isFalse();
        patient.watch(walking(0.41), Duration.ofSeconds(5), CONFIGURED, CONFIG);
        assertThat(patient.forbids(CONFIGURED)).isTrue();
        assertThat(patient.apply(CONFIGURED, CONFIG).slowdown()).isCloseTo(2.01 / (50 / 45.0) / 0.8, within(0.01));
    }

    @Test
    void load_restsUnderTheLimitAndStaysThere() {
        DoubleUnaryOperator load = slowdown -> 0.002 + 0.1 / slowdown;
        assertThat(rest(load, 5)).isBetween(0.005, 0.01);
        double rest = next().slowdown();
        rest(load, 20);
        assertThat(next().slowdown()).isEqualTo(rest);
    }

    @Test
    void loadThatIsGone_givesTheRatesBack() {
        rest(slowdown -> 0.002 + 0.1 / slowdown, 5);
        rest(slowdown -> 0.0001, 5);
        assertThat(next().slowdown()).isEqualTo(1);
    }

    @Test
    void costThatNoRateChanges_endsAtTheLowestRates() {
        rest(slowdown -> 0.05, 10);
        assertThat(next().rates()).isEqualTo("0.4%");
        assertThat(throttle.period(CONFIG)).isEqualTo(CONFIG.period());
    }

    private static final ProfilerConfig SHORT = ProfilerConfig.resolve(Map.of("overhead-limit", "1%", "period", "5s"));

    /** Windows at the lowest rates, of periods whose end takes so much of 5 s; how long periods are then. */
    private Duration restOfEnds(double ofFiveSeconds, int windows) {
        for (int i = 0; i < windows; i++) {
            SamplingPlan plan = throttle.apply(CONFIGURED, SHORT);
            double share = ofFiveSeconds * 5 / throttle.period(SHORT).toSeconds();
            Duration before = throttle.period(SHORT);
            throttle.learn(cost(share, 0), plan, SHORT);
            if (!throttle.period(SHORT).equals(before)) {
                // the one under way, which says nothing of the new length
                throttle.learn(cost(1, 0), plan, SHORT);
            }
        }
        return throttle.period(SHORT);
    }

    @Test
    void endsOfPeriodsThatCostTooMuch_areFewer_untilThereIsRoom() {
        rest(slowdown -> 1, 2);
        assertThat(throttle.period(SHORT)).isEqualTo(SHORT.period());
        Duration longer = restOfEnds(0.016, 1);
        assertThat(longer).isEqualTo(Duration.ofSeconds(10));
        assertThat(restOfEnds(0.016, 10)).as("it rests there").isEqualTo(longer);
        assertThat(throttle.lowered(next(), SHORT)).isEqualTo("0.4% of the rates set, in periods of 10s");
        assertThat(restOfEnds(0.2, 1)).as("not at once").isEqualTo(Duration.ofSeconds(20));
        assertThat(restOfEnds(0.2, 5)).as("no longer than a window").isEqualTo(Duration.ofNanos(PERIOD_NANOS));
        restOfEnds(0.001, 20);
        assertThat(throttle.period(SHORT)).isEqualTo(SHORT.period());
        assertThat(throttle.apply(CONFIGURED, SHORT).slowdown()).isEqualTo(1);
        assertThat(throttle.lowered(throttle.apply(CONFIGURED, SHORT), SHORT)).isEmpty();
    }

    @Test
    void lengthOfPeriodsThatDidNotGrow_isNotThatOfShorterOnesLater() {
        rest(slowdown -> 1, 5);
        rest(slowdown -> 0.0001, 5);
        assertThat(throttle.period(SHORT)).isEqualTo(SHORT.period());
    }

    @Test
    void walksAtTheLowestRates_makeNoPeriodLonger() {
        rest(slowdown -> 1, 2);
        SamplingPlan plan = throttle.apply(CONFIGURED, SHORT);
        throttle.watch(walking(100), Duration.ofSeconds(2), plan, SHORT);
        assertThat(throttle.period(SHORT)).isEqualTo(SHORT.period());
    }

    @Test
    void periodThatIsConfiguredLonger_staysAsItIs() {
        rest(slowdown -> 1, 2);
        restOfEnds(0.016, 1);
        assertThat(throttle.period(ProfilerConfig.resolve(Map.of("period", "2m"))))
                .isEqualTo(Duration.ofMinutes(2));
    }
}
