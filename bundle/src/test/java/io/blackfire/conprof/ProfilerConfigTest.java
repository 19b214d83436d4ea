package io.blackfire.conprof;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ProfilerConfig.Problem;
import io.blackfire.conprof.ProfilerConfig.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProfilerConfigTest {

    private static ProfilerConfig config(
            Map<String, String> admin, Map<String, String> properties, Map<String, String> environment) {
        return ProfilerConfig.resolve(admin, null, properties::get, environment::get);
    }

    @Test
    void sources_areAskedInOrder() {
        Map<String, String> environment = Map.of(
                "BLACKFIRE_CONPROF_PERIOD", "10",
                "BLACKFIRE_CONPROF_UPLOAD_TIMEOUT", "20",
                "BLACKFIRE_CONPROF_CPU_PROFILERATE", "30");
        Map<String, String> properties =
                Map.of("blackfire.conprof.period", "11", "blackfire.conprof.upload-timeout", "21");
        ProfilerConfig config = config(Map.of("period", "12"), properties, environment);

        assertThat(config.period()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.source(Setting.PERIOD)).isEqualTo(Source.ADMIN);
        assertThat(config.uploadTimeout()).isEqualTo(Duration.ofSeconds(21));
        assertThat(config.source(Setting.UPLOAD_TIMEOUT)).isEqualTo(Source.SYSTEM_PROPERTY);
        assertThat(config.cpuRate()).isEqualTo(30);
        assertThat(config.source(Setting.CPU_RATE)).isEqualTo(Source.ENVIRONMENT);
        assertThat(config.wallInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.source(Setting.WALL_INTERVAL)).isEqualTo(Source.DEFAULT);
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void applicationName_fallsBackToThePlatformsVariable() {
        assertThat(config(Map.of(), Map.of(), Map.of("PLATFORM_APPLICATION_NAME", "platform"))
                        .applicationName())
                .contains("platform");
        Map<String, String> both =
                Map.of("PLATFORM_APPLICATION_NAME", "platform", "BLACKFIRE_CONPROF_APP_NAME", "blackfire");
        assertThat(config(Map.of(), Map.of(), both).applicationName()).contains("blackfire");
        assertThat(config(Map.of(), Map.of(), Map.of()).applicationName()).isEmpty();
    }

    @Test
    void defaults_areThoseOfTheDocumentation() {
        ProfilerConfig config = config(Map.of(), Map.of(), Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.period()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config.uploadTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.dimensions())
                .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(Dimension.LOCK_CONTENTION)));
        assertThat(config.cpuEngine()).isEqualTo(CpuEngine.TIMER);
        assertThat(config.cpuRate()).isEqualTo(100);
        assertThat(config.allocIntervalBytes()).isEqualTo(512 * 1024);
        assertThat(config.mode()).isEqualTo(Mode.PER_DEPLOYMENT);
        assertThat(config.labels()).isEmpty();
    }

    @Test
    void badValue_isRefusedAndTheNextSourceHolds() {
        ProfilerConfig config = config(
                Map.of("period", "soon"),
                Map.of("blackfire.conprof.period", "never"),
                Map.of("BLACKFIRE_CONPROF_PERIOD", "10s"));

        assertThat(config.period()).isEqualTo(Duration.ofSeconds(10));
        String reason = "must be a duration, for instance 45s, 500ms, 2m or PT45S";
        assertThat(config.problems())
                .containsExactly(
                        new Problem("period", "soon", reason, "10s"),
                        new Problem("blackfire.conprof.period", "never", reason, "10s"));
        assertThat(config.problems().get(0)).hasToString("period=soon refused: " + reason + "; using 10s");
    }

    @Test
    void badValue_leavesWhatTheConsoleSaidBeforeInForce() {
        ProfilerConfig before = config(Map.of("period", "20s"), Map.of(), Map.of());
        ProfilerConfig after = ProfilerConfig.resolve(
                Map.of("period", "0"), before, Map.of("blackfire.conprof.period", "9")::get, key -> null);

        assertThat(after.period()).isEqualTo(Duration.ofSeconds(20));
        assertThat(after.source(Setting.PERIOD)).isEqualTo(Source.ADMIN);
        assertThat(after.problems()).containsExactly(new Problem("period", "0", "must be between 1s and 1h", "20s"));
    }

    @Test
    void badValue_ofASettingWithoutAnyOther_leavesNone() {
        assertThat(config(Map.of("labels", "x"), Map.of(), Map.of()).problems())
                .singleElement()
                .hasToString("labels=x refused: must be key:value,key:value; using none");
    }

    @Test
    void unknownKey_isAProblem() {
        assertThat(config(Map.of("perod", "10"), Map.of(), Map.of()).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("perod");
                    assertThat(problem.reason()).isEqualTo("there is no such setting");
                });
    }

    @Test
    void blankValue_countsAsAbsent() {
        ProfilerConfig config = config(Map.of("period", "  ", "labels", ""), Map.of(), Map.of());
        assertThat(config.period()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config.problems()).isEmpty();
    }

    /** What stands behind an expression may be a secret of others. */
    @Test
    void expression_isShownInsteadOfItsValue() {
        Map<String, String> expressions = Map.of(
                "application-name",
                "${env.A}",
                "deployments.names",
                "${env.B}",
                "period",
                "${env.C}",
                "server-token",
                "${D}");
        ProfilerConfig before = ProfilerConfig.resolve(
                Map.of(
                        "application-name",
                        "hunter2",
                        "deployments.names",
                        "shop:hunter3",
                        "period",
                        "20s",
                        "server-token",
                        "x"),
                expressions,
                null);
        assertThat(before.applicationName()).contains("hunter2");
        assertThat(before.text(Setting.APPLICATION_NAME)).isEqualTo("${env.A}");
        assertThat(before.text(Setting.SERVER_TOKEN)).isEqualTo("***");
        assertThat(before.shownName("hunter2")).isEqualTo("${env.A}");
        assertThat(before.shownName("hunter3")).isEqualTo("${env.B}");
        assertThat(before.shownName("cart")).isEqualTo("cart");
        assertThat(before.toString()).doesNotContain("hunter");

        ProfilerConfig after =
                ProfilerConfig.resolve(Map.of("period", "hunter4"), Map.of("period", "${env.C}"), before);
        assertThat(after.period()).isEqualTo(Duration.ofSeconds(20));
        assertThat(after.problems())
                .singleElement()
                .hasToString(
                        "period=${env.C} refused: must be a duration, for instance 45s, 500ms, 2m or PT45S; using ${env.C}");
    }

    @Test
    void expressionThatCannotBeResolved_isRefusedAndWhatWasStays() {
        Map<String, String> expressions = Map.of("period", "${env.C}", "server-token", "${ALIAS=d}");
        ProfilerConfig first = ProfilerConfig.resolve(Map.of(), expressions, null);
        assertThat(first.period()).isEqualTo(Duration.ofSeconds(45));
        assertThat(first.problems())
                .extracting(ProfilerConfig.Problem::toString)
                .containsExactlyInAnyOrder(
                        "period=${env.C} refused: the expression cannot be resolved; using 45s",
                        "server-token=*** refused: the expression cannot be resolved; using none");

        ProfilerConfig before = ProfilerConfig.resolve(Map.of("period", "20s"), expressions, null);
        assertThat(ProfilerConfig.resolve(Map.of(), expressions, before).period())
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void secrets_areNeverShown() {
        ProfilerConfig config =
                config(Map.of("server-id", "id-7", "server-token", "pass\u0007word"), Map.of(), Map.of());

        assertThat(config.serverId()).contains("id-7");
        assertThat(config.text(Setting.SERVER_ID)).isEqualTo("***");
        assertThat(config.problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("server-token=***")
                .doesNotContain("word"));
        assertThat(config.toString()).doesNotContain("id-7");
    }

    @Test
    void credentialsInASocket_areRefusedAndNotShown() {
        for (String socket : List.of(
                "https://id:s3cret@agent:443",
                "https://my_id:s3cret@a_b",
                "https://agent:443/?token=s3cret",
                "x://u:s3cret@h")) {
            assertThat(config(Map.of("agent-socket", socket), Map.of(), Map.of())
                            .problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString()).doesNotContain("s3cret"));
            assertThatThrownBy(() -> Profiler.builder().agentSocket(socket)).hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void deployments_areIncludedNamedAndLabelled() {
        ProfilerConfig config = config(
                Map.of(
                        "deployments.include", "orders*,billing",
                        "deployments.exclude", "*-test",
                        "deployments.names", "orders:Order Service",
                        "deployments.labels", "orders*:tier=gold,orders:team=payments"),
                Map.of(),
                Map.of());

        assertThat(config.includes("orders")).isTrue();
        assertThat(config.includes("orders-test")).isFalse();
        assertThat(config.includes("shop")).isFalse();
        assertThat(config.applicationNameOf("orders")).isEqualTo("Order Service");
        assertThat(config.applicationNameOf("billing")).isEqualTo("billing");
        assertThat(config.labelsOf("orders")).isEqualTo(Map.of("tier", "gold", "team", "payments"));
        assertThat(config.labelsOf("orders2")).isEqualTo(Map.of("tier", "gold"));
    }

    @Test
    void builder_refusesABadValueByName() {
        assertThatThrownBy(() -> Profiler.builder().cpuRate(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cpu-rate=0 refused: must be between 1 and 250");
        assertThatThrownBy(() -> Profiler.builder().agentSocket(URI.create("ftp://agent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("agent-socket=ftp://agent refused: must start with unix://, tcp://, http:// or https://");
        assertThatThrownBy(() -> Profiler.builder().serverToken("se\u0000cret"))
                .hasMessage("server-token=*** refused: must not contain control characters");
    }
}
