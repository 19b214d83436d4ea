package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator does with a server as it comes, and undoes. Maven runs tests in the folder of their module. */
class InstallIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Path README = Path.of("../../README.md");
    private static final Path MORE = Path.of("../../feature/wildfly/README.md");
    private static final Pattern REMOVE = Pattern.compile("\\*\\*Remove\\*\\*[^\n]*\n\n((?: {4}[^\n]*\n)+)");
    private static final Pattern OF_THE_SERVER =
            Pattern.compile("^standalone/(?:log|tmp|data/(?!blackfire)|configuration/standalone_xml_history)");
    private static final Pattern QUICK_START = Pattern.compile("\\*\\*WildFly [^\n]*\n\n((?: {4}[^\n]*\n)+)");

    private static final String FEATURE = "conprof-feature-wildfly-*.zip";
    private static final Pattern UPGRADE = Pattern.compile("\\*\\*WildFly\\*\\*[^\n]*\n\n((?: {4}[^\n]*\n)+)");

    private final Jdk jdk = Jdk.current();

    @TempDir
    private Path folder;

    @Test
    void quickStart_profilesAServerAsItComesAndRemoveUndoesIt() throws IOException {
        Path home = unpack();
        String feature = Folders.onlyOne(home, FEATURE).getFileName().toString();
        Path configuration = home.resolve("standalone/configuration/standalone.xml");
        String before = Files.readString(configuration);
        Set<String> filesBefore = files(home);

        List<String> lines = commands(README, QUICK_START);
        assertThat(lines).hasSizeBetween(1, 5);
        for (String line : lines) {
            run(home, line);
        }
        String installed = Files.readString(configuration);
        for (String line : commands(README, UPGRADE)) {
            run(home, line.replaceFirst("\\S+-NEW\\.zip$", feature));
        }
        profilesItself(home);
        assertThat(Files.readString(configuration)).as("upgraded").isEqualTo(installed);
        Cli cli = new Cli(home, jdk);
        cli.script("blackfire-conprof-install.cli");
        assertThat(Files.readString(configuration)).as("installed twice").isEqualTo(installed);

        for (String line : commands(MORE, REMOVE)) {
            run(home, line);
        }
        assertThat(Files.readString(configuration)).isEqualTo(before);
        assertThat(files(home)).isEqualTo(filesBefore);
        try (WildFlyServer server = WildFlyServer.of(home, jdk).start()) {
            awaitStarted(server);
            assertThat(server.log()).doesNotContain("blackfire");
        }
    }

    @Test
    void domain_isAsBeforeWhenRemoved() throws IOException {
        try (WildFlyDomain domain = WildFlyDomain.plain(jdk)) {
            String before = Files.readString(domain.configuration());
            domain.script("blackfire-conprof-install-domain.cli", "-Dprofile=ha");
            assertThat(Files.readString(domain.configuration()))
                    .containsOnlyOnce("urn:wildfly:blackfire-conprof:")
                    .containsPattern(
                            "(?s)<profile name=\"ha\">.*urn:wildfly:blackfire-conprof:.*<profile name=\"full\">");
            domain.script("blackfire-conprof-remove-domain.cli");
            assertThat(Files.readString(domain.configuration())).isEqualTo(before);
        }
    }

    private void profilesItself(Path home) throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                WildFlyServer server = WildFlyServer.of(home, jdk)
                        .javaOptions("-Dblackfire.conprof.agent-socket=" + agent.address())
                        .javaOptions("-Dblackfire.conprof.period=1s")
                        .start()) {
            agent.awaitProfiles(1, SOON);
            awaitStarted(server);
            assertThat(agent.violations()).isEmpty();
        }
    }

    /** Without an error: that line has another number. */
    private static void awaitStarted(WildFlyServer server) {
        Await.until("started", SOON, () -> server.log().contains("WFLYSRV0025"));
    }

    /** A server that nobody has touched, with what the build packed for its users in its folder. */
    private Path unpack() throws IOException {
        Path downloads = Path.of(System.getProperty("wildfly.downloads"));
        run(folder, "unzip -q " + Folders.onlyOne(downloads, "wildfly-dist-*.zip"));
        Path home = Folders.onlyOne(folder, "wildfly-*");
        Path feature = Folders.onlyOne(downloads, FEATURE);
        Files.copy(feature, home.resolve(feature.getFileName()));
        return home;
    }

    private static List<String> commands(Path readme, Pattern where) throws IOException {
        Matcher commands = where.matcher(Files.readString(readme));
        assertThat(commands.find()).as(where + " in " + readme).isTrue();
        return commands.group(1).lines().map(String::strip).toList();
    }

    /** All but what a server writes for itself when it runs and when it is configured. */
    private static Set<String> files(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .filter(file -> !OF_THE_SERVER.matcher(file).find())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void run(Path where, String line) throws IOException {
        ProcessBuilder shell = WildFlyProcess.builder(List.of("sh", "-c", line)).directory(where.toFile());
        shell.environment().put("JAVA_HOME", jdk.home().toString());
        Program run = Program.run(shell, "", TIMEOUT);
        assertThat(run.exit()).as("%s%n%s", line, run.output()).isZero();
    }
}
