package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** The quick start, as the README says it. */
@Tag("longest")
@ExtendWith(NeedsJdk.class)
class InstallIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final Path README = Path.of("../../README.md");
    private static final int MOST_COMMANDS = 5;

    @TempDir
    private Path folder;

    @Test
    void quickStart_installsWhatRunsAtOnce() throws IOException {
        List<String> commands = commands("**Payara 6**");
        assertThat(commands).hasSizeBetween(1, MOST_COMMANDS);
        List<String> upgrade = commands("**Payara**");
        assertThat(upgrade).hasSize(2).last().isEqualTo(commands.get(1));
        ServerHome home = ServerHome.copy(folder.resolve("home"));
        home.removeOurs();
        Path archive = Folders.onlyOne(Path.of(System.getProperty("payara.feature")), "conprof-feature-payara-*.zip");
        Files.copy(archive, home.folder().resolve(archive.getFileName()));
        // of its own archive; both end with the restart
        commands.add(
                1, upgrade.get(0).replaceFirst("\\S+$", archive.getFileName().toString()));
        DomainXml domain = new DomainXml(home.folder().resolve("glassfish/domains/domain1/config/domain.xml"));
        domain.isolate();
        try {
            assertThat(run(home, domain, String.join(" && ", commands))).contains("Blackfire Conprof is RUNNING");
        } finally {
            run(home, domain, "bin/asadmin stop-domain");
        }
    }

    private static String run(ServerHome home, DomainXml domain, String line) throws IOException {
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-c", line).directory(home.folder().toFile());
        Asadmin.prepare(shell);
        // where asadmin looks for the server unless it is told
        shell.environment().put("AS_ADMIN_PORT", Integer.toString(domain.port("admin-listener")));
        Program run = Program.run(shell, "", TIMEOUT);
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }

    /** The lines below a heading, up to the next one. */
    private static List<String> commands(String heading) throws IOException {
        return Files.readString(README)
                .lines()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(1)
                .takeWhile(line -> line.isEmpty() || line.startsWith("    "))
                .filter(line -> !line.isEmpty())
                .map(String::strip)
                .collect(Collectors.toList());
    }
}
