package io.blackfire.conprof.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

/** Statuses for tests. */
final class Statuses {
    static final String TOKEN = "a-very-secret-token";

    private Statuses() {}

    static ProfilerStatus unavailable() {
        return new ProfilerStatus(
                ProfilerStatus.State.UNAVAILABLE,
                "no library for this machine",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                ProfilerConfig.resolve(Map.of("server-token", TOKEN, "period", "10s", "cpu-rate", "x")),
                "4.6",
                "timer",
                3,
                List.of(
                        new ProfilerStatus.Application("orders", false, 1200, 3, 2),
                        new ProfilerStatus.Application("root", true, 7, 3, 3)),
                new ProfilerStatus.Delivery(
                        "unix:///agent.sock",
                        5,
                        20_480,
                        1,
                        300,
                        4,
                        1_200,
                        Map.of("rejected", 2L),
                        "refused",
                        new ProfilerStatus.LastUpload(
                                Instant.parse("2026-01-02T03:04:15.678Z"), "orders", false, "503 Busy\u001b[2J")),
                new ProfilerStatus.Cost(
                        Duration.ofMillis(10_003),
                        Duration.ofMillis(4),
                        1207,
                        1,
                        2,
                        Duration.ofMillis(30),
                        Duration.ofMillis(20),
                        Duration.ofMillis(15),
                        100_000,
                        5000,
                        700_000,
                        20 << 20));
    }

    /** The same with an application whose name tries to steer whoever shows it. */
    static ProfilerStatus named(String application) {
        ProfilerStatus status = unavailable();
        return new ProfilerStatus(
                status.state(),
                status.reason() + application,
                status.since(),
                status.config(),
                status.asyncProfilerVersion(),
                status.cpuEngine(),
                status.periods(),
                List.of(new ProfilerStatus.Application(application, false, 1, 1, 1)),
                status.delivery(),
                status.lastPeriod());
    }
}
