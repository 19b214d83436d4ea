package io.blackfire.conprof.osgi;

import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.harness.Await;

import static org.assertj.core.api.Assertions.assertThat;

/** Two ConfigAdmins, one after the other. */
class SettingsInForceTest {
    private final Profiler profiler = Profiler.builder().server("osgi", "").build();
    private final SettingsInForce settings = new SettingsInForce(profiler);

    @AfterEach
    void close() {
        profiler.close();
    }

    private void word(Map<String, Object> properties) {
        settings.put(SettingValues.of(new Hashtable<>(properties)));
    }

    @Test
    void profilerThatWasStopped_isNotStartedByTheNextConfigAdmin() {
        word(Map.of("enabled", "false"));
        Await.until("started", Duration.ofSeconds(10), () -> profiler.status().state() == State.DISABLED);
        profiler.stop();
        word(Map.of("enabled", "false", "labels", "a:b"));
        assertThat(profiler.status().state()).isEqualTo(State.STOPPED);
        assertThat(profiler.status().config().text(Setting.LABELS)).isEqualTo("a:b");
    }

    @Test
    void goodValue_outlivesTheConfigAdminThatSetIt() {
        word(Map.of("enabled", "false", "cpu-rate", "50"));
        word(Map.of("enabled", "false", "cpu-rate", "9999"));
        assertThat(profiler.status().config().text(Setting.CPU_RATE)).isEqualTo("50");
    }
}
