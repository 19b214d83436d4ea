package io.blackfire.conprof.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.folder.PrivateFolder;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** While the Agent is away, profiles wait on disk: for it, and for our next life. */
class SpoolTest {
    private static final Duration FOR_EVER = Duration.ofDays(100_000);

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final List<Uploader> uploaders = new ArrayList<>();

    @TempDir
    private Path temporary;

    private Path all;
    private SpoolLimits limits = new SpoolLimits(1 << 24, FOR_EVER);

    @AfterEach
    void close() {
        uploaders.forEach(uploader -> uploader.close(Duration.ZERO));
        agent.close();
    }

    private Uploader uploader() {
        return uploader(1 << 20);
    }

    private Uploader uploader(long queueBytes) {
        all = temporary.resolve("spool");
        Uploader uploader = uploader(agent.address(), queueBytes, () -> limits, all);
        uploaders.add(uploader);
        return uploader;
    }

    private static Uploader uploader(String socket, long queueBytes, Supplier<SpoolLimits> limits, Path all) {
        return uploader(Uploads.address(socket, Uploads.LONG), queueBytes, limits, all);
    }

    private static Uploader uploader(AgentAddress address, long queueBytes, Supplier<SpoolLimits> limits, Path all) {
        // tries again when it is told to
        return new Uploader(
                () -> address,
                queueBytes,
                new Backoff(Uploads.HOUR, Uploads.HOUR, () -> -1L),
                Condition::awaitNanos,
                limits,
                () -> Optional.of(all));
    }

    private static void submit(Uploader uploader, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> uploader.submit(Uploads.numbered(i)));
    }

    private static void awaitSpooled(Uploader uploader, int count) {
        Await.until(
                "on disk: " + count,
                Uploads.LONG,
                () -> uploader.status().spooled() == count && uploader.status().pending() == 0);
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(all)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(all)) {
            return files.filter(file -> file.toString().endsWith(".profile")).toList();
        }
    }

    private List<String> received() {
        assertThat(agent.violations()).isEmpty();
        return agent.profiles().stream()
                .map(profile -> profile.tags().get("profile_seq"))
                .toList();
    }

    @Test
    void whatTheAgentDoesNotTake_waitsOnDiskAndNotInMemory() throws IOException {
        agent.stop();
        Uploader uploader = uploader();
        submit(uploader, 0, 4);
        awaitSpooled(uploader, 5);
        assertThat(uploader.status().spooledBytes()).isEqualTo(5L * Uploads.SMALL.length);
        assertThat(files()).hasSize(5).allSatisfy(file -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all)))
                .isEqualTo("rwx------");

        agent.start();
        uploader.retryNow();
        agent.awaitProfiles(5, Uploads.LONG);

        assertThat(received()).containsExactly("0", "1", "2", "3", "4");
        Await.until("no file is left", Uploads.LONG, () -> uploader.status().spooled() == 0);
        assertThat(uploader.status().delivered()).isEqualTo(5);
        assertThat(uploader.status().lost().values()).containsOnly(0L);
        uploader.close(Uploads.LONG);
        assertThat(files()).isEmpty();
    }

    @Test
    void whatWaits_hasNoCredentials() throws IOException {
        agent.stop();
        all = temporary.resolve("spool");
        AgentAddress address = new AgentAddress(
                URI.create(agent.address()), Optional.of("an-id"), Optional.of("a-token"), Uploads.LONG);
        Uploader uploader = uploader(address, 1 << 20, () -> limits, all);
        uploaders.add(uploader);
        submit(uploader, 0, 1);
        awaitSpooled(uploader, 2);

        String credentials = Base64.getEncoder().encodeToString("an-id:a-token".getBytes(StandardCharsets.UTF_8));
        assertThat(files()).hasSize(2).allSatisfy(file -> assertThat(
                        Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("profile_seq")
                .doesNotContain("an-id", "a-token", credentials));
    }

    @Test
    void agentThatFailsInTheMiddle_losesAndDoublesNothing() {
        agent.failNext(3, Fault.status(503));
        Uploader uploader = uploader();
        submit(uploader, 0, 2);
        awaitSpooled(uploader, 3);
        uploader.retryNow();
        Await.until("a second failure", Uploads.LONG, () -> agent.refused().size() == 2);
        uploader.retryNow();
        Await.until("a third failure", Uploads.LONG, () -> agent.refused().size() == 3);
        uploader.retryNow();
        agent.awaitProfiles(3, Uploads.LONG);
        assertThat(received()).containsExactlyInAnyOrder("0", "1", "2");
    }

    @Test
    void flush_waitsForWhatIsOnDiskAsWell() {
        agent.stop();
        Uploader uploader = uploader();
        submit(uploader, 0, 2);
        awaitSpooled(uploader, 3);
        assertThat(uploader.flush(Duration.ofMillis(100))).isFalse();
        agent.start();
        assertThat(uploader.flush(Uploads.LONG)).isTrue();
        assertThat(received()).hasSize(3);
    }

    @Test
    void nextLife_deliversTheSameRequests() throws IOException {
        agent.stop();
        Uploader first = uploader();
        submit(first, 0, 2);
        first.close(Duration.ZERO);
        assertThat(first.status().lost()).containsEntry(LossReason.STOPPED, 0L);
        assertThat(files()).hasSize(3);

        agent.start();
        Uploader next = uploader();
        submit(next, 3, 3);
        agent.awaitProfiles(4, Uploads.LONG);

        assertThat(received()).containsExactly("3", "0", "1", "2");
        assertThat(agent.profiles())
                .allSatisfy(profile -> assertThat(profile.start()).isEqualTo(Uploads.START));
        Await.until("all is counted", Uploads.LONG, () -> next.status().delivered() == 4);
        next.close(Uploads.LONG);
        assertThat(files()).isEmpty();
    }

    @Test
    void killedJvm_leavesWhatTheNextOneDelivers_andALivingOneKeepsItsOwn() throws Exception {
        agent.stop();
        all = temporary.resolve("spool");
        Process child = ChildJvm.start(List.of(), Spooling.class, agent.address(), all.toString());
        try {
            awaitLine(child, "on disk");
            agent.start();
            Uploader beside = uploader();
            submit(beside, 10, 10);
            agent.awaitProfiles(1, Uploads.LONG);
            Await.until("delivered", Uploads.LONG, () -> beside.status().delivered() == 1);
            beside.close(Uploads.LONG);
            assertThat(received()).containsExactly("10");
            assertThat(files()).hasSize(2);
        } finally {
            child.destroyForcibly().waitFor();
        }
        Uploader next = uploader();
        submit(next, 20, 20);
        agent.awaitProfiles(4, Uploads.LONG);
        assertThat(received()).containsExactly("10", "20", "0", "1");
        assertThat(agent.profiles().stream()
                        .map(profile -> profile.tags().get("process_id"))
                        .distinct())
                .as("whose they are is not changed")
                .containsExactlyInAnyOrder(Long.toString(ProcessHandle.current().pid()), Long.toString(child.pid()));
    }

    @SuppressWarnings("resource") // the reader would close the process's output
    private static void awaitLine(Process process, String expected) {
        // beside lines of the log
        assertThat(new BufferedReader(new InputStreamReader(process.getInputStream()))
                        .lines()
                        .anyMatch(expected::equals))
                .isTrue();
    }

    /** A JVM whose profiles wait until it is killed. */
    static final class Spooling {
        private Spooling() {}

        public static void main(String[] arguments) throws InterruptedException {
            SpoolLimits limits = new SpoolLimits(1 << 24, FOR_EVER);
            Uploader uploader = uploader(arguments[0], 1 << 20, () -> limits, Path.of(arguments[1]));
            submit(uploader, 0, 1);
            awaitSpooled(uploader, 2);
            System.out.println("on disk");
            Thread.currentThread().join();
        }
    }

    @Test
    void damagedFile_isSetAsideAndCounted() throws IOException {
        agent.stop();
        Uploader first = uploader();
        submit(first, 0, 2);
        first.close(Duration.ZERO);
        Path damaged = files().get(1);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);

        agent.start();
        Uploader next = uploader();
        submit(next, 3, 3);
        agent.awaitProfiles(3, Uploads.LONG);
        Await.until("all is counted", Uploads.LONG, () -> next.status().delivered() == 3);
        assertThat(next.status().lost()).containsEntry(LossReason.UNREADABLE, 1L);
        assertThat(all.resolve("unreadable.profile")).hasBinaryContent(bytes);
        next.close(Uploads.LONG);
        assertThat(files()).containsExactly(all.resolve("unreadable.profile"));
    }

    /** As after a step back to the version before, and forward again. */
    @Test
    void profilesOfAnotherVersion_waitForIt() throws IOException {
        agent.stop();
        Uploader newer = uploader();
        submit(newer, 0, 2);
        newer.close(Duration.ZERO);
        List<Path> others = files().subList(0, 2);
        for (Path file : others) {
            setVersion(file, 2);
        }

        agent.start();
        Uploader older = uploader();
        submit(older, 3, 3);
        assertThat(older.flush(Uploads.LONG)).isTrue();
        agent.awaitProfiles(2, Uploads.LONG);
        older.close(Uploads.LONG);
        assertThat(older.status().lost().values()).containsOnly(0L);
        assertThat(files()).containsExactlyInAnyOrderElementsOf(others);

        for (Path file : others) {
            setVersion(file, 1);
        }
        Uploader newerAgain = uploader();
        submit(newerAgain, 4, 4);
        agent.awaitProfiles(5, Uploads.LONG);
        Await.until("all is counted", Uploads.LONG, () -> newerAgain.status().delivered() == 3);
        newerAgain.close(Uploads.LONG);
        assertThat(received()).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        assertThat(files()).isEmpty();
    }

    private static void setVersion(Path file, int version) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = (byte) version;
        Files.write(file, bytes);
    }

    @Test
    void fileThatSomebodyRemoved_isCountedAndStopsNothing() throws IOException {
        agent.stop();
        Uploader uploader = uploader();
        submit(uploader, 0, 2);
        awaitSpooled(uploader, 3);
        Files.delete(files().get(0));
        agent.start();
        uploader.retryNow();
        agent.awaitProfiles(2, Uploads.LONG);
        Await.until(
                "it is counted", Uploads.LONG, () -> uploader.status().lost().get(LossReason.UNREADABLE) == 1);
        awaitSpooled(uploader, 0);
    }

    @Test
    void fullSpool_losesTheOldestWithTheirFiles() throws IOException {
        limits = new SpoolLimits(3L * Uploads.SMALL.length, FOR_EVER);
        agent.stop();
        Uploader uploader = uploader();
        submit(uploader, 0, 4);
        Await.until("two are lost", Uploads.LONG, () -> uploader.status().lost().get(LossReason.SPOOL_FULL) == 2);
        awaitSpooled(uploader, 3);
        agent.start();
        uploader.retryNow();
        agent.awaitProfiles(3, Uploads.LONG);
        assertThat(received()).containsExactly("2", "3", "4");
        uploader.close(Uploads.LONG);
        assertThat(files()).isEmpty();
    }

    @Test
    void clockThatWasSet_makesNothingOldOrLost() {
        limits = new SpoolLimits(1 << 24, Duration.ofDays(30));
        Instant longAgo = Instant.EPOCH;
        Instant future = Instant.now().plus(Duration.ofDays(36_500));
        agent.stop();
        Uploader first = uploader();
        first.submit(Uploads.of(0, future));
        first.submit(Uploads.of(1, longAgo));
        awaitSpooled(first, 2);
        agent.start();
        assertThat(first.flush(Uploads.LONG)).isTrue();

        agent.stop();
        first.submit(Uploads.of(2, future));
        first.close(Duration.ZERO);
        agent.start();
        Uploader next = uploader();
        next.submit(Uploads.of(3, Instant.now()));
        agent.awaitProfiles(4, Uploads.LONG);
        assertThat(received()).containsExactly("1", "0", "3", "2");
    }

    @Test
    void leftBehindForTooLong_isLost() throws IOException {
        agent.stop();
        Uploader first = uploader();
        submit(first, 0, 2);
        first.close(Duration.ZERO);
        agent.start();
        limits = new SpoolLimits(1 << 24, Duration.ofMinutes(1));
        Uploader next = uploader();
        next.submit(Uploads.of(3, Instant.now()));
        Await.until("they are lost", Uploads.LONG, () -> next.status().lost().get(LossReason.EXPIRED) == 3);
        assertThat(next.flush(Uploads.LONG)).isTrue();
        next.close(Uploads.LONG);
        assertThat(received()).containsExactly("3");
        assertThat(files()).isEmpty();
    }

    @Test
    void folderThatSomebodyRemoved_isCountedAndMadeAgain() throws IOException {
        agent.stop();
        Uploader uploader = uploader();
        submit(uploader, 0, 1);
        awaitSpooled(uploader, 2);
        PrivateFolder.delete(all);
        submit(uploader, 2, 2);
        awaitSpooled(uploader, 3);
        assertThat(files()).hasSize(1);
        agent.start();
        uploader.retryNow();
        agent.awaitProfiles(1, Uploads.LONG);
        awaitSpooled(uploader, 0);
        assertThat(uploader.status().lost()).containsEntry(LossReason.UNREADABLE, 2L);
        assertThat(received()).containsExactly("2");
    }

    @Test
    void leftoverThatCannotBeTaken_staysAndStopsNothing() throws IOException {
        agent.stop();
        Uploader first = uploader();
        submit(first, 0, 1);
        first.close(Duration.ZERO);
        // one whose lock is none, beside it
        Files.createDirectories(all.resolve("left-0/lock"));
        Path odd = Files.createDirectories(files().get(0).resolveSibling("odd.profile"));
        Files.createFile(odd.resolve("inside"));

        agent.start();
        Uploader next = uploader();
        submit(next, 3, 3);
        agent.awaitProfiles(3, Uploads.LONG);
        Await.until("it is counted", Uploads.LONG, () -> next.status().lost().get(LossReason.UNREADABLE) == 1);
        next.close(Uploads.LONG);
        assertThat(received()).containsExactly("3", "0", "1");
        assertThat(all.resolve("left-0/lock")).exists();
    }

    @Test
    void whatWaitsForAnotherAgent_staysUntilItIsTooOld() throws IOException {
        agent.stop();
        Uploader other = uploader(agent.address(), 1 << 20, () -> limits, temporary.resolve("spool-1"));
        submit(other, 0, 0);
        other.close(Duration.ZERO);
        agent.start();

        Uploader first = uploader();
        submit(first, 1, 1);
        assertThat(first.flush(Uploads.LONG)).isTrue();
        first.close(Uploads.LONG);
        all = temporary.resolve("spool-1");
        assertThat(files()).hasSize(1);

        Path left = files().get(0).getParent();
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        limits = new SpoolLimits(1 << 24, Duration.ofHours(1));
        Uploader second = uploader();
        submit(second, 2, 2);
        assertThat(second.flush(Uploads.LONG)).isTrue();
        second.close(Uploads.LONG);
        assertThat(left).doesNotExist();
        assertThat(second.status().lost()).containsEntry(LossReason.EXPIRED, 1L);
        assertThat(second.lostOfThisLife()).isZero();
        assertThat(received()).containsExactly("1", "2");
    }

    @Test
    void diskThatCannotBeWritten_leavesThemInMemory() throws IOException {
        agent.stop();
        Uploader uploader = uploader(3L * Uploads.SMALL.length);
        Files.createFile(temporary.resolve("spool"));
        submit(uploader, 0, 4);
        Await.until("two are lost", Uploads.LONG, () -> uploader.status().lost().get(LossReason.QUEUE_FULL) == 2);
        assertThat(uploader.lostOfThisLife()).isEqualTo(2);
        assertThat(uploader.status().spooled()).isZero();
        agent.start();
        assertThat(uploader.flush(Uploads.LONG)).isTrue();
        assertThat(received()).containsExactly("2", "3", "4");
        agent.stop();
        submit(uploader, 5, 5);
        uploader.close(Duration.ZERO);
        assertThat(uploader.status().lost()).containsEntry(LossReason.STOPPED, 1L);
    }
}
