package io.blackfire.conprof.admin;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.admin.Health.Level;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {

    private static Health health(State state, String reason, String problem, Map<String, String> settings) {
        ProfilerStatus status = Statuses.unavailable();
        return Health.of(new ProfilerStatus(
                state,
                reason,
                status.since(),
                ProfilerConfig.resolve(settings),
                "4.6",
                "",
                0,
                List.of(),
                new Delivery("unix:///agent.sock", 0, 0, 0, 0, 0, 0, Map.of(), problem, ProfilerStatus.LastUpload.NONE),
                status.lastPeriod()));
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, WARN",
        "DISABLED, OK",
        "STARTING, TEMPORARILY_UNAVAILABLE",
        "STOPPED, WARN",
        "FOLLOWING, OK",
        "BUSY, WARN",
        "UNAVAILABLE, CRITICAL"
    })
    void state_decides(State state, Level level) {
        assertThat(health(state, "a reason", "", Map.of()))
                .isEqualTo(
                        new Health(level, "Blackfire Conprof is " + state + " since 2026-01-02T03:04:05Z: a reason"));
    }

    @Test
    void runningWithoutAReason_isWell() {
        assertThat(health(State.RUNNING, "", "", Map.of()).level()).isEqualTo(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, WARN", "STARTING, TEMPORARILY_UNAVAILABLE", "UNAVAILABLE, CRITICAL"})
    void troubles_areToldAndWarnWhereAllElseIsWell(State state, Level level) {
        Health health = health(state, "", "nothing answers\u001b[2J", Map.of("period", "soon"));
        assertThat(health.level()).isEqualTo(level);
        assertThat(health.message()).contains("; nothing answers?[2J; period=soon refused: ");
    }
}
