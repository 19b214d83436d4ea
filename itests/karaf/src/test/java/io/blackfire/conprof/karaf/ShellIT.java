package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands, as an administrator and others type them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShellIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** felix.fileinstall.poll is a second in Karaf. */
    private static final Duration TWO_LOOKS = Duration.ofSeconds(4);

    private TestAgent agent;
    private Map<String, String> settings;
    private KarafServer karaf;
    private KarafShell shell;
    private Login viewer;
    private Login manager;

    @BeforeAll
    void startKaraf() throws IOException {
        agent = TestAgent.tcp().requireConprof();
        karaf = KarafServer.prepare(Setup.ofSystemProperties(), Jdk.withShell());
        settings = Map.of("period", "1h", "upload-timeout", "10s", "agent-socket", agent.address());
        karaf.etc()
                .configure(settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        viewer = karaf.addUser("watcher", "viewer,ssh");
        manager = karaf.addUser("boss", "manager,ssh");
        karaf.bootConprof().start();
        karaf.deploy("ticker");
        // with blanks in its name
        karaf.deploy("named");
        shell = karaf.shell();
        Await.until(
                "both",
                SOON,
                () -> shell.run("blackfire:deployments").contains("ticker")
                        && shell.run("blackfire:deployments").contains("Maß"));
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    /** The one line of JSON that a command prints. */
    private static JsonValue json(String output) {
        String line = output.lines()
                .filter(text -> text.startsWith("{") || text.startsWith("["))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        return Json.createReader(new StringReader(line)).readValue();
    }

    private JsonObject status() {
        return json(shell.run("blackfire:status --json")).asJsonObject();
    }

    @Test
    void flush_uploadsAtOnceAndScriptsReadWhatItDid() {
        agent.clear();
        JsonObject status = json(shell.run("blackfire:flush --json")).asJsonObject();
        assertThat(agent.profiles())
                .extracting(profile -> profile.application())
                .contains("ticker", "root");
        assertThat(status.getString("state")).isEqualTo("running");
        assertThat(status.getJsonArray("applications").getValuesAs(JsonObject.class))
                .anySatisfy(application -> {
                    assertThat(application.getString("name")).isEqualTo("ticker");
                    assertThat(application.getInt("delivered")).isPositive();
                });
        assertThat(json(shell.run("blackfire:deployments --json ticker"))
                        .asJsonArray()
                        .getJsonObject(0)
                        .getJsonObject("labels")
                        .getString("deployment"))
                .isEqualTo("ticker-1.0.jar");
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void flushThatTheAgentDoesNotTake_fails() {
        agent.stop();
        try {
            assertThat(shell.fail("blackfire:flush"))
                    .contains("nothing answers as the Blackfire Agent at " + agent.address());
            assertThat(shell.run("blackfire:doctor"))
                    .containsPattern("PROBLEM +Agent +no connection to " + agent.address())
                    .contains("do: start the Blackfire Agent, or set agent-socket");
        } finally {
            agent.start();
        }
        Await.until(
                "profiles are taken again",
                SOON,
                () -> status().getJsonObject("delivery").getInt("pending") == 0);
        shell.run("blackfire:flush");
    }

    @Test
    void stopAndStart_areSeen() {
        assertThat(shell.run("blackfire:stop", "blackfire:status")).contains("Blackfire Conprof is STOPPED since ");
        assertThat(shell.fail("blackfire:flush")).contains("nothing to upload, the profiler is stopped");
        assertThat(shell.run("blackfire:start")).contains("Blackfire Conprof is RUNNING since ");
        assertThat(json(shell.fail("blackfire:stop --json; blackfire:flush --json"))
                        .asJsonObject()
                        .getString("state"))
                .isEqualTo("stopped");
        assertThat(json(shell.run("blackfire:stop --json")).asJsonObject().getString("state"))
                .isEqualTo("stopped");
        assertThat(json(shell.run("blackfire:start --json")).asJsonObject().getString("state"))
                .isEqualTo("running");
    }

    @Test
    void startThatStartsNothing_fails() {
        edit("property-set enabled false");
        Await.until("disabled", SOON, () -> status().getString("state").equals("disabled"));
        assertThat(shell.fail("blackfire:start")).contains("Blackfire Conprof is DISABLED since ", "enabled is false");
        assertThat(json(shell.fail("blackfire:start --json")).asJsonObject().getString("state"))
                .isEqualTo("disabled");
        edit("property-delete enabled");
        Await.until("running", SOON, () -> status().getString("state").equals("running"));
    }

    @Test
    void deployments_areListedShownAndCompleted() {
        assertThat(shell.run("blackfire:deployments")).containsPattern("ticker +ticker +\\d+ +\\d+ +\\d+");
        assertThat(shell.run("blackfire:deployments ticker")).contains("label deployment  ticker-1.0.jar");
        assertThat(shell.fail("blackfire:deployments nosuch")).contains("there is no deployment named nosuch");
        assertThat(json(shell.fail("blackfire:deployments --json nosuch")).asJsonArray())
                .isEmpty();
        assertThat(shell.type("blackfire:dep\ttick\t\n")).contains("label deployment  ticker-1.0.jar");
        // with blanks only in full and in quotes: Karaf's shell fails to escape them
        assertThat(shell.run("blackfire:deployments 'Größe, Maß und 値段'")).contains("label deployment  named-1.0.jar");
        assertThat(shell.type("blackfire:deployments Gr\t\n")).contains("there is no deployment named Gr");
    }

    @Test
    void doctor_findsAHealthyServerHealthy() {
        shell.run("blackfire:flush");
        assertThat(json(shell.run("blackfire:doctor --json")).asJsonArray().getValuesAs(JsonObject.class))
                .hasSize(9)
                .allSatisfy(finding -> assertThat(finding.getString("level"))
                        .as(finding.toString())
                        .isEqualTo("OK"));
    }

    @Test
    void help_explainsEveryCommand() {
        for (String command : List.of("deployments", "doctor", "flush", "start", "status", "stop")) {
            assertThat(shell.run("blackfire:" + command + " --help")).contains("the Blackfire profiler", "--json");
        }
    }

    @Test
    void viewer_looksAndDoesNotTouch() {
        KarafShell watching = shell.as(viewer);
        assertThat(watching.run("blackfire:status", "blackfire:deployments", "blackfire:doctor"))
                .contains("Blackfire Conprof is RUNNING", "ticker", "async-profiler");
        assertThat(watching.fail("blackfire:stop")).contains("Command not found: blackfire:stop");
        assertThat(watching.fail("blackfire:start")).contains("Command not found: blackfire:start");
        assertThat(watching.fail("blackfire:flush")).contains("Command not found: blackfire:flush");
        assertThat(status().getString("state")).isEqualTo("running");
        assertThat(shell.as(manager).run("blackfire:flush")).contains("has taken everything");
    }

    @Test
    void settings_changedInTheShellAreAsThoseOfTheFile() {
        edit("property-set deployments.names ticker:Clock", "property-set cpu-rate 50");
        Await.until("the file tells it", SOON, () -> read(file()).contains("ticker:Clock"));
        Await.until("the settings are in force", SOON, () -> value("cpu-rate").equals("50"));
        assertThat(value("deployments.names")).isEqualTo("ticker:Clock");
        assertThat(shell.run("blackfire:deployments")).containsPattern("ticker +Clock ");

        edit("property-set cpu-rate 9999");
        Await.until(
                "it is refused", SOON, () -> !status().getJsonArray("refused").isEmpty());
        String refused = "cpu-rate=9999 refused: must be between 1 and 250; using 50";
        assertThat(value("cpu-rate")).isEqualTo("50");
        assertThat(shell.run("blackfire:status")).contains(refused);
        Await.until("it is logged", SOON, () -> karaf.log().contains(refused));
        assertThat(shell.run("blackfire:doctor")).containsPattern("WARNING +settings +" + refused);

        edit("property-set cpu-rate 60", "property-delete deployments.names");
        Await.until(
                "the settings are as before",
                SOON,
                () -> status().getJsonArray("refused").isEmpty()
                        && !read(file()).contains("ticker:Clock"));
        JsonObject settings = status().getJsonObject("settings");
        assertThat(settings.getJsonObject("cpu-rate").toString())
                .isEqualTo("{\"value\":\"60\",\"source\":\"configuration\"}");
        assertThat(settings.getJsonObject("deployments.names").getString("source"))
                .isEqualTo("default");
        assertThat(status().getString("state")).isEqualTo("running");
    }

    /**
     * Changes the configuration, and says again what else is in it: after each update File Install writes the file anew,
     * and a {@code config:edit} that reads it just then finds it empty. So does File Install itself, which looks at the file
     * twice a second apart after a change, and keeps to what it then finds: not while somebody writes it again.
     */
    private void edit(String... changes) {
        Await.until(
                "File Install has looked at the last change",
                SOON,
                () -> age(file()).compareTo(TWO_LOOKS) > 0);
        Stream<String> rest = settings.entrySet().stream()
                .map(setting -> "property-set " + setting.getKey() + " " + setting.getValue());
        String commands = Stream.concat(rest, Stream.of(changes))
                .map(command -> "config:" + command + "\n")
                .collect(Collectors.joining());
        shell.run("config:edit io.blackfire.conprof\n" + commands + "config:update");
    }

    private String value(String setting) {
        return status().getJsonObject("settings").getJsonObject(setting).getString("value");
    }

    private Path file() {
        return karaf.etc().folder().resolve("io.blackfire.conprof.cfg");
    }

    private static Duration age(Path file) {
        try {
            return Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
