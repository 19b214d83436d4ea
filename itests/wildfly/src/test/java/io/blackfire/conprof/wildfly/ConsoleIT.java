package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.browser.Browser;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** The administration console as its users have it, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Far below the default, far above what was asked for. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    private static final String TOKEN = "a-token-nobody-may-see";

    private TestAgent agent;
    private WildFlyServer server;
    private Browser browser;
    private HalConsole console;

    @BeforeAll
    void start() throws IOException {
        agent = TestAgent.unix().requireConprof();
        server = WildFlyServer.installed(Jdk.current())
                .settings(Map.of(
                        "agent-socket",
                        agent.address(),
                        "server-id",
                        "an-id",
                        "server-token",
                        TOKEN,
                        "wall-interval",
                        "soon"));
        ManagementUser admin = ManagementUser.named("admin").addTo(server);
        server.start();
        browser = Browser.start(Path.of("target/screenshots"));
        console = HalConsole.logIn(browser, server, admin);
    }

    @AfterAll
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        agent.close();
    }

    @Test
    void administrator_changesThePeriodBreaksItAndReadsWhy() {
        console.openConfiguration();
        console.screenshot("finder");
        console.view();
        assertThat(console.shown("state")).isEqualTo("running");
        assertThat(console.shown("period")).isEqualTo("45s");
        assertThat(console.shown("server-token")).doesNotContain(TOKEN);
        assertThat(console.shown("settings-in-force")).contains("period ⇒ 45s").doesNotContain(TOKEN);
        // what somebody typed into the file
        assertThat(console.shown("wall-interval")).contains("soon");
        assertThat(console.shown("settings-refused")).contains("wall-interval=soon refused: must be a duration");
        console.screenshot("subsystem");

        console.change("period", "2s");
        console.awaitSuccess();
        console.awaitShown("period", "2s");
        console.awaitShown("settings-in-force", "period ⇒ 2s");
        // not the period that the change itself cut short
        Instant changed = Instant.now();
        agent.awaitProfiles(
                profiles ->
                        profiles.stream().anyMatch(profile -> profile.start().isAfter(changed) && isShort(profile)),
                SOON);
        console.screenshot("changed");

        assertThat(console.refusal("period", "5x"))
                .contains("period=5x refused: must be a duration, for instance 45s, 500ms, 2m or PT45S");
        console.screenshot("refused");
        console.closeDialog();
        console.awaitShown("period", "2s");
        console.awaitShown("settings-in-force", "period ⇒ 2s");

        assertThat(console.help())
                .contains("How long one profile lasts, 1s to 1h; 45s unless set here")
                .contains("What the profiler is doing")
                .doesNotContain(TOKEN);
        console.screenshot("help");
        assertThat(agent.violations()).isEmpty();
        assertThat(server.log()).doesNotContain(TOKEN, "\tat io.blackfire.conprof.");
    }

    private static boolean isShort(ReceivedProfile profile) {
        return Duration.between(profile.start(), profile.end()).compareTo(SHORT) < 0;
    }
}
