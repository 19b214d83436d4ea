package io.blackfire.conprof.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server's user may not do: in a JVM that, whoever runs the tests, is not above permissions. */
@EnabledOnOs(OS.LINUX)
class DeniedTest {
    private static final String ROOT = "root";
    private static final Duration MOMENT = Duration.ofMillis(100);

    @TempDir
    private Path temporary;

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @AfterEach
    void close() {
        agent.close();
    }

    /** Delivers one profile; its log tells what is in its way until then. */
    static final class Delivering {
        private Delivering() {}

        public static void main(String[] arguments) {
            Uploader uploader = new Uploader(
                    () -> Uploads.address(arguments[0], Uploads.LONG),
                    1 << 20,
                    new Backoff(MOMENT, MOMENT, () -> -1L),
                    Condition::awaitNanos,
                    () -> new SpoolLimits(1 << 20, Uploads.HOUR),
                    () -> Optional.of(Path.of(arguments[1])));
            uploader.submit(Uploads.sized(20_000));
            Await.until("delivered", Uploads.LONG, () -> uploader.status().delivered() == 1);
            uploader.close(Uploads.LONG);
        }
    }

    private Process start(Path spool) throws IOException {
        List<String> launcher = ROOT.equals(System.getProperty("user.name"))
                ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search")
                : List.of();
        return start(launcher, spool);
    }

    private Process start(List<String> launcher, Path spool) throws IOException {
        return ChildJvm.startBy(launcher, Delivering.class, agent.address(), spool.toString());
    }

    @SuppressWarnings("resource") // it ends with the process
    private static void awaitLog(Process process, String part) {
        assertThat(process.inputReader().lines().anyMatch(line -> line.contains(part)))
                .as(part)
                .isTrue();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void socketWithoutPermission_isAnAbsentAgent() throws Exception {
        Path socket = Path.of(URI.create(agent.address()).getPath());
        permit(socket, "---------");
        Process process = start(temporary.resolve("spool"));
        try {
            awaitLog(process, "Permission denied");
            permit(socket, "rwx------");
            agent.awaitProfiles(1, Uploads.LONG);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void folderThatCannotBeWritten_leavesProfilesInMemory() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        permit(home, "r-x------");
        agent.stop();
        Process process = start(home.resolve("spool"));
        try {
            awaitLog(process, "Profiles that wait on disk: cannot be looked through");
            agent.start();
            agent.awaitProfiles(1, Uploads.LONG);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Files end after 8 KiB there: the errors are those of a full disk, and it needs no disk of its own. */
    @Test
    void fullDisk_leavesProfilesInMemory() throws Exception {
        Path spool = temporary.resolve("spool");
        agent.stop();
        Process process = start(List.of("sh", "-c", "ulimit -f 16 && exec \"$0\" \"$@\""), spool);
        try {
            awaitLog(process, "Profiles that wait on disk: cannot be written");
            try (Stream<Path> files = Files.walk(spool)) {
                assertThat(files.filter(Files::isRegularFile).map(Path::getFileName))
                        .containsExactly(Path.of("lock"));
            }
            agent.start();
            agent.awaitProfiles(1, Uploads.LONG);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
