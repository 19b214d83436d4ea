package io.blackfire.conprof.osgi.webconsole;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;

import static java.util.Map.of;
import static org.assertj.core.api.Assertions.assertThat;

class ActionTest {
    private final Profiler profiler = Profiler.builder()
            .config(ProfilerConfig.resolve(of("enabled", "false")))
            .build();

    @AfterEach
    void close() {
        profiler.close();
    }

    @Test
    void startOfADisabledProfiler_failsAndSaysWhy() {
        assertThat(Action.START.run(profiler))
                .startsWith("Start failed: Blackfire Conprof is DISABLED since ")
                .endsWith(": enabled is false");
    }

    @Test
    void stop_isWhatItSays() {
        Action.START.run(profiler);
        assertThat(Action.STOP.run(profiler)).isEqualTo("The profiler was stopped.");
        assertThat(Action.FLUSH.run(profiler)).isEqualTo("Flush failed: nothing to upload, the profiler is stopped");
    }
}
