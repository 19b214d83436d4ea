package io.blackfire.conprof.sampling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Beside {@link SamplerTest}: whatever this machine allows, both of what machines do. */
class StartCommandTest {
    private static final Path FILE = Path.of("1.jfr");

    private final List<String> told = new ArrayList<>();

    private static SamplingPlan plan(CpuEngine engine, Dimension... dimensions) {
        EnumSet<Dimension> asked = EnumSet.noneOf(Dimension.class);
        asked.addAll(List.of(dimensions));
        return new SamplingPlan(asked, engine, Duration.ofMillis(10), Duration.ofMillis(100), 512 << 10);
    }

    private String accept(String command) {
        told.add(command);
        return "";
    }

    private String refusePerfEvents(String command) {
        told.add(command);
        if (command.contains("event=cpu,")) {
            throw new IllegalStateException("Perf events unavailable");
        }
        return "";
    }

    private String refuseTimers(String command, String kind) {
        told.add(command);
        if (command.contains(kind)) {
            throw new IllegalStateException(
                    command.contains("ctimer")
                            ? "Failed to create CPU timer"
                            : "ITIMER_PROF is not supported on this system");
        }
        return "";
    }

    private String refuse(String command) {
        told.add(command);
        throw new IllegalStateException("Profiler already started");
    }

    @Test
    void perfEvents_whereTheyAreAllowed_areAllThatIsAskedFor() {
        StartCommand.run(plan(CpuEngine.PERF, Dimension.CPU_TIME), FILE, false, this::accept);
        assertThat(told).singleElement().asString().contains("event=cpu,interval=10000000,");
    }

    @Test
    void perfEvents_whereTheyAreForbidden_giveWayToTimers() {
        StartCommand.run(
                plan(CpuEngine.PERF, Dimension.CPU_TIME, Dimension.WALL_TIME), FILE, false, this::refusePerfEvents);
        assertThat(told).hasSize(2);
        assertThat(told.get(1))
                .matches(".*event=[ci]timer,interval=10000000,wall=100000000,.*")
                .isEqualTo(
                        told.get(0).replaceFirst("event=cpu", NativeLibrary.linux() ? "event=ctimer" : "event=itimer"));
    }

    @Test
    void refusal_ofTimersToo_isTheCallersToHandle() {
        assertThatIllegalStateException()
                .isThrownBy(() -> StartCommand.run(plan(CpuEngine.PERF, Dimension.CPU_TIME), FILE, false, this::refuse))
                .withMessage("Profiler already started");
        assertThat(told).hasSize(2);
    }

    @Test
    void timers_whereThoseOfThreadsAreRefused_areOneOfTheProcess() {
        SamplingPlan plan = plan(CpuEngine.TIMER, Dimension.CPU_TIME);
        assertThat(StartCommand.run(plan, FILE, false, command -> refuseTimers(command, "ctimer")))
                .isEqualTo(plan);
        assertThat(told).last().asString().contains("event=itimer,interval=10000000,");
    }

    @Test
    void timers_whereAllAreRefused_costCpuTimeAlone() {
        SamplingPlan plan = plan(CpuEngine.TIMER, Dimension.CPU_TIME, Dimension.WALL_TIME);
        assertThat(StartCommand.run(plan, FILE, false, command -> refuseTimers(command, "timer")))
                .isEqualTo(plan(CpuEngine.TIMER, Dimension.WALL_TIME));
        assertThat(told).last().asString().contains("wall=").doesNotContain("event=");
    }

    @Test
    void timers_areAskedForOnce() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> StartCommand.run(plan(CpuEngine.TIMER, Dimension.CPU_TIME), FILE, false, this::refuse));
        assertThat(told).singleElement().asString().contains("timer,");
    }

    @Test
    void dimensions_thatAreOff_costNothing() {
        StartCommand.run(plan(CpuEngine.TIMER, Dimension.WALL_TIME), FILE, false, this::accept);
        assertThat(told)
                .singleElement()
                .asString()
                .contains("wall=")
                .doesNotContain("event=", "alloc=", "live", "lock=");
    }

    @Test
    void waitsForLocks_areSampledAtTheIntervalThatTheirWeightsAreMadeFor() {
        StartCommand.run(plan(CpuEngine.TIMER, Dimension.LOCK_CONTENTION), FILE, false, this::accept);
        assertThat(told).singleElement().asString().contains(",lock=" + SamplingPlan.LOCK_INTERVAL.toNanos() + ",");
    }
}
