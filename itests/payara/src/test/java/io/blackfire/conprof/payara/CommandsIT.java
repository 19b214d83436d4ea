package io.blackfire.conprof.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.Setting;
import io.blackfire.conprof.ee.Client;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands as administrators type them, and what they leave in {@code domain.xml}. */
@Tag("longest")
@ExtendWith(NeedsJdk.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String GET = "get-blackfire-conprof-configuration";
    private static final String SET = "set-blackfire-conprof-configuration";
    private static final String STATUS = "blackfire-conprof-status";
    /** All the time, but where a test changes it, and then puts it back. */
    private static final String PERIOD = "1s";

    private static final String TOKEN = "a-token-nobody-may-see";
    private static final Duration CONSOLE = Duration.ofSeconds(120);
    private static final int UNAUTHORIZED = 401;

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    private PayaraServer server;

    @BeforeAll
    void startServer() throws IOException {
        server = PayaraServer.installed()
                .settings(Map.of("agent-socket", agent.address(), "period", PERIOD))
                .start();
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
        agent.close();
    }

    @Test
    void everySetting_isAParameterAndAnAttribute() throws IOException {
        Map<Setting, String> values = Map.ofEntries(
                Map.entry(Setting.ENABLED, "true"),
                Map.entry(Setting.APPLICATION_NAME, "back-office"),
                Map.entry(Setting.AGENT_SOCKET, agent.address()),
                Map.entry(Setting.SERVER_ID, "an-id"),
                Map.entry(Setting.SERVER_TOKEN, TOKEN),
                Map.entry(Setting.PERIOD, "2s"),
                Map.entry(Setting.UPLOAD_TIMEOUT, "7s"),
                Map.entry(Setting.SPOOL_LIMIT, "1MiB"),
                Map.entry(Setting.SPOOL_AGE, "1h"),
                Map.entry(Setting.LABELS, "region:eu"),
                Map.entry(Setting.DIMENSIONS, "cpu-time,wall-time"),
                Map.entry(Setting.CPU_ENGINE, "timer"),
                Map.entry(Setting.CPU_RATE, "50"),
                Map.entry(Setting.WALL_INTERVAL, "200ms"),
                Map.entry(Setting.ALLOC_INTERVAL, "1MiB"),
                Map.entry(Setting.OVERHEAD_LIMIT, "2%"),
                Map.entry(Setting.MEMORY_LIMIT, "128MiB"),
                Map.entry(Setting.MODE, "per-deployment"),
                Map.entry(Setting.DEPLOYMENTS_INCLUDE, "a*"),
                Map.entry(Setting.DEPLOYMENTS_EXCLUDE, "b*"),
                Map.entry(Setting.DEPLOYMENTS_NAMES, "a:b"),
                Map.entry(Setting.DEPLOYMENTS_LABELS, "a:tier=gold"));
        assertThat(values).containsOnlyKeys(Setting.values());
        for (Setting setting : Setting.values()) {
            server.set(Map.of(attribute(setting), values.get(setting)));
        }
        String status = server.command(STATUS, Map.of());
        String shown = server.command(GET, Map.of());
        for (Setting setting : Setting.values()) {
            String value = setting.secret() ? "***" : values.get(setting);
            assertThat(status).containsPattern(setting.key() + " +\\Q" + value + "\\E +configuration");
            assertThat(shown).containsPattern(attribute(setting) + " +\\Q" + value);
            assertThat(server.domainXml()).contains(attribute(setting) + "=\"" + values.get(setting) + "\"");
        }
        assertThat(status + shown + server.log()).doesNotContain(TOKEN);

        Map<Setting, String> before = Map.of(Setting.AGENT_SOCKET, agent.address(), Setting.PERIOD, PERIOD);
        for (Setting setting : Setting.values()) {
            server.set(Map.of(attribute(setting), before.getOrDefault(setting, "")));
        }
        assertThat(server.command(STATUS, Map.of())).containsPattern("cpu-rate +100 +default");
        assertThat(server.domainXml()).doesNotContain("cpu-rate=");
    }

    @Test
    void changedSetting_isInForceAtOnceAndAfterARestart() throws IOException {
        String said = server.asadmin(SET, "--application-name", "back-office", "--period", "3s");
        assertThat(said).contains("Command " + SET + " executed successfully");
        assertThat(server.asadmin(GET)).containsPattern("period +3s +45s");
        awaitProfileOf("back-office");
        server.stop();
        server.start();
        awaitProfileOf("back-office");
        server.set(Map.of("application-name", "", "period", PERIOD));
    }

    @Test
    void badValue_isRefusedWithKeyValueReasonAndWhatIsKept() throws IOException {
        Program refused = server.attempt(SET, "--period", "0s", "--cpu-rate", "999", "--upload-timeout", "9s");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output())
                .contains("period=0s refused: must be between 1s and 1h; using " + PERIOD)
                .contains("cpu-rate=999 refused: must be between 1 and 250; using 100");
        // all or nothing
        assertThat(server.command(STATUS, Map.of())).containsPattern("upload-timeout +10s +default");
    }

    @Test
    void secretByPasswordAlias_isUsedAndStandsNowhere() throws IOException {
        String passwords = passwords("passwords", "AS_ADMIN_ALIASPASSWORD=" + TOKEN + "\n");
        server.asadmin("--passwordfile", passwords, "create-password-alias", "blackfire");
        server.asadmin(SET, "--server-id", "an-id", "--server-token", "${ALIAS=blackfire}");
        assertThat(server.domainXml())
                .contains("server-token=\"${ALIAS=blackfire}\"")
                .doesNotContain(TOKEN);
        assertThat(server.asadmin(GET)).contains("${ALIAS=blackfire}").doesNotContain(TOKEN);
        agent.clear();
        String credentials = Base64.getEncoder().encodeToString(("an-id:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        agent.awaitProfiles(
                profiles -> profiles.stream().anyMatch(profile -> List.of("Basic " + credentials)
                        .equals(profile.headers().get("Authorization"))),
                SOON);
        server.asadmin(SET, "--server-token", "${com.sun.aas.instanceName}" + TOKEN);
        assertThat(server.asadmin(GET))
                .containsPattern("server-token +\\*\\*\\*")
                .doesNotContain(TOKEN);
        Program unknown = server.attempt(SET, "--server-token", "${ALIAS=nobody}");
        assertThat(unknown.output()).contains("server-token=*** refused: the expression cannot be resolved");
        server.set(Map.of("server-id", "", "server-token", ""));
    }

    @Test
    void profiler_isStoppedStartedAndFlushedByCommands() throws IOException {
        assertThat(server.asadmin("blackfire-conprof-stop")).contains("Blackfire Conprof is STOPPED");
        assertThat(server.asadmin(STATUS)).contains("Blackfire Conprof is STOPPED");
        Program idle = server.attempt("blackfire-conprof-flush");
        assertThat(idle.exit()).isNotZero();
        assertThat(idle.output()).contains("nothing to upload, the profiler is stopped");
        server.asadmin("blackfire-conprof-start");
        Await.until("it samples again", SOON, () -> status().contains("is RUNNING"));
        assertThat(server.asadmin("blackfire-conprof-flush")).contains("has taken everything");
    }

    @Test
    void valueThatSomebodyTypedIntoTheFile_stopsNoServer() throws IOException {
        server.stop();
        server.settings(Map.of("agent-socket", agent.address(), "period", "soon", "unknown", "x"));
        server.start();
        assertThat(status()).contains("is RUNNING").contains("period=soon refused");
        server.set(Map.of("period", PERIOD));
        assertThat(status()).doesNotContain("refused");
    }

    /** Where the administrator has a password, as the server wants one for everything of its own: from here on. */
    @Test
    @Order(Integer.MAX_VALUE)
    void nobodyWithoutTheLogin_looksOrSteers() throws IOException {
        String changed = passwords("changed", "AS_ADMIN_PASSWORD=\nAS_ADMIN_NEWPASSWORD=a-word\n");
        server.asadmin("--user", "admin", "--passwordfile", changed, "change-admin-password");
        String right = passwords("right", "AS_ADMIN_PASSWORD=a-word\n");
        String wrong = passwords("wrong", "AS_ADMIN_PASSWORD=another\n");

        assertRefused(server.attempt(STATUS));
        assertRefused(server.attempt("--passwordfile", wrong, STATUS));
        assertRefused(server.attempt("--passwordfile", wrong, "blackfire-conprof-stop"));
        assertRefused(server.attempt("--passwordfile", wrong, SET, "--period", "9s"));
        assertThat(server.asadmin("--passwordfile", right, STATUS))
                .contains("is RUNNING")
                .contains(agent.address());
        assertThat(server.domainXml()).doesNotContain("period=\"9s\"");

        Client stranger = new Client(URI.create("http://127.0.0.1:" + server.adminPort()));
        assertThat(stranger.ask("/management/domain/" + STATUS).statusCode()).isEqualTo(UNAUTHORIZED);
        // until then the console is not there
        Await.until("the login", CONSOLE, () -> {
            String page = stranger.ask("/conprof/settings.jsf?configName=server-config")
                    .body();
            assertThat(page).doesNotContain(agent.address());
            return page.contains("j_security_check");
        });
    }

    private String passwords(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static void assertRefused(Program attempt) {
        assertThat(attempt.exit()).isNotZero();
        assertThat(attempt.output()).containsIgnoringCase("authentication failed");
    }

    /** A dot is no part of attribute names. */
    private static String attribute(Setting setting) {
        return setting.key().replace('.', '-');
    }

    private String status() {
        try {
            return server.command(STATUS, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitProfileOf(String application) {
        agent.clear();
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals(application)),
                SOON);
        assertThat(agent.violations()).isEmpty();
    }
}
