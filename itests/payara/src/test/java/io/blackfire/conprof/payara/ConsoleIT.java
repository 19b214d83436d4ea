package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.browser.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/** The admin console as its users have it, in a real browser. */
@ExtendWith(NeedsJdk.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-nobody-may-see";

    private TestAgent agent;
    private PayaraServer server;
    private Browser browser;
    private AdminConsole console;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        agent = TestAgent.unix().requireConprof();
        server = PayaraServer.installed()
                .settings(Map.of("agent-socket", agent.address(), "server-id", "an-id", "server-token", TOKEN))
                .start();
        Path archive = folder.resolve("shop.war");
        Applications.web("shop.war").as(ZipExporter.class).exportTo(archive.toFile());
        server.deploy(archive, Map.of());
        server.get("/shop/work?units=200");
        server.flush();
        browser = Browser.start(Path.of("target/screenshots"));
        console = AdminConsole.open(browser, server);
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
    void administrator_changesThePeriodBreaksItAndReadsWhy() throws IOException {
        console.openSettings();
        assertThat(console.status("state")).isEqualTo("running");
        assertThat(console.applications())
                .contains("shop")
                .contains("domain1 (server)")
                .doesNotContain("__admingui");
        assertThat(console.page()).doesNotContain(TOKEN).contains("period").contains("45s");
        console.screenshot("settings");

        console.change("period", "20s");
        console.awaitMessage("New values successfully saved");
        Await.until("the new period is in force", SOON, () -> console.page().contains("20s"));
        assertThat(server.domainXml()).contains("period=\"20s\"").contains("server-token=\"" + TOKEN + "\"");
        console.screenshot("changed");

        console.change("period", "soon");
        console.awaitMessage("period=soon refused: ");
        console.awaitMessage("using 20s");
        console.screenshot("refused");
        assertThat(server.domainXml()).contains("period=\"20s\"");
        assertThat(server.log()).doesNotContain(TOKEN);
    }

    @Test
    void secretThatIsRefused_isNeitherShownNorLogged() throws IOException {
        console.openSettings();
        console.change("serverToken", "nobody-may-read ${ALIAS=that-nobody-made}");
        console.awaitMessage("server-token=*** refused: ");
        assertThat(console.page()).doesNotContain("nobody-may-read");
        assertThat(server.log()).doesNotContain("nobody-may-read");
    }

    @Test
    void administrator_stopsAndStartsTheProfiler() {
        console.openSettings();
        console.press("stop");
        console.awaitStatus("state", "stopped");
        console.screenshot("stopped");
        console.press("start");
        console.awaitStatus("state", "starting|running");
        agent.clear();
        console.press("flush");
        console.awaitMessage("has taken everything");
    }

    @Test
    void configurationOfOtherServers_saysWhereTheirStatusIsAndIsChanged() throws IOException {
        console.openSettingsElsewhere("default-config");
        assertThat(console.elsewhere()).isEqualTo("asadmin blackfire-conprof-status --target default-config");
        assertThat(console.status("state")).isEmpty();
        assertThat(console.applications()).isEmpty();
        console.screenshot("elsewhere");
        console.change("wallInterval", "300ms");
        console.awaitMessage("New values successfully saved");
        String get = "get-blackfire-conprof-configuration";
        assertThat(server.command(get, Map.of("target", "default-config"))).containsPattern("wall-interval +300ms");
        assertThat(server.command(get, Map.of())).doesNotContain("300ms");
    }
}
