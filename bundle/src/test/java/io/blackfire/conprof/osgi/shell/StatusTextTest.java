package io.blackfire.conprof.osgi.shell;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTextTest {
    private static final ProfilerStatus STATUS = new ProfilerStatus(
            ProfilerStatus.State.UNAVAILABLE,
            "no library for this machine",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            ProfilerConfig.resolve(Map.of("server-token", "secret", "period", "10s", "cpu-rate", "x")),
            "4.6",
            "timer",
            3,
            List.of(
                    new ProfilerStatus.Application("orders", false, 1200, 3, 2),
                    new ProfilerStatus.Application("root", true, 7, 3, 3)),
            new ProfilerStatus.Delivery("unix:///agent.sock", 5, 20_480, 1, 300, Map.of("rejected", 2L), "refused"),
            ProfilerStatus.Cost.NONE);

    @Test
    void text_linesUpAndExplains() {
        assertThat(StatusText.of(STATUS))
                .contains("Blackfire Conprof is UNAVAILABLE since 2026-01-02T03:04:05Z: no library for this machine")
                .contains("  NAME           SAMPLES  PROFILES  UPLOADED\n  orders            1200         3         2\n"
                        + "  root (server)        7         3         3\n")
                .contains("lost: rejected")
                .contains("  problem: refused")
                .contains("cpu-rate=x refused: ");
    }

    @Test
    void secrets_areHidden() {
        assertThat(StatusText.of(STATUS)).doesNotContain("secret ").contains("***");
    }
}
