package io.blackfire.conprof.agent;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** What the network does to an upload does not lose it. */
class UploaderRetryTest {
    private final PauseRecorder pauses = new PauseRecorder();

    static Stream<Arguments> breaks() {
        List<Fault> faults = List.of(Fault.closeWithoutAnswer(), Fault.resetInRequest(), Fault.resetInAnswer());
        return Stream.of("unix", "tcp", "https")
                .flatMap(kind -> faults.stream().map(fault -> Arguments.of(kind, fault)));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void brokenConnection_isTriedAgain(String kind, Fault fault) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            agent.failNext(1, fault);
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);
            Upload upload = Uploads.sized(1_000_000);
            uploader.submit(upload);
            pauses.take();
            assertThat(uploader.status().problem()).contains("did not take them");

            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            assertThat(agent.profiles().get(0).pprofBytes()).isEqualTo(upload.pprof());
            assertThat(agent.profiles()).hasSize(1);
            uploader.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void restartOfTheAgent_losesNothing(String kind) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);
            uploader.submit(Uploads.numbered(0));
            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            agent.stop();
            agent.start();
            uploader.submit(Uploads.numbered(1));
            assertThat(uploader.flush(Uploads.LONG)).isTrue();
            agent.crash();
            agent.start();
            uploader.submit(Uploads.numbered(2));
            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            assertThat(agent.connections()).as("no attempt was wasted").isEqualTo(3);
            assertThat(sequences(agent.profiles())).containsExactly("0", "1", "2");
            uploader.close(Duration.ZERO);
        }
    }

    /** Reads the first request slowly, and says when that has begun. */
    static final class Reading {
        private Reading() {}

        @SuppressWarnings("resource") // it is killed
        public static void main(String[] arguments) throws InterruptedException {
            TestAgent agent = arguments.length == 0 ? TestAgent.tcp() : TestAgent.unix(Path.of(arguments[0]));
            agent.fail(Fault.slowRead(1, Duration.ofMillis(1)));
            System.out.println(agent.address());
            agent.await("a request", reading -> reading.requests() == 1, Uploads.LONG);
            System.out.println("reading");
            Thread.currentThread().join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void agentKilledInTheMiddle_getsTheProfileOnceItIsBack(String kind, @TempDir Path directory) throws Exception {
        Path socket = directory.resolve("agent.sock");
        String[] arguments = kind.equals("tcp") ? new String[0] : new String[] {socket.toString()};
        Process process = ChildJvm.start(List.of(), Reading.class, arguments);
        try (BufferedReader output = process.inputReader()) {
            URI address = URI.create(output.readLine());
            Uploader uploader = Uploads.patient(() -> Uploads.address(address.toString(), Uploads.LONG), pauses);
            uploader.submit(Uploads.sized(1_000_000));
            assertThat(output.readLine()).isEqualTo("reading");
            process.destroyForcibly().waitFor();
            pauses.take();
            try (TestAgent agent = kind.equals("tcp") ? TestAgent.tcp(address.getPort()) : TestAgent.unix(socket)) {
                assertThat(uploader.flush(Uploads.LONG)).isTrue();
                assertThat(agent.profiles()).hasSize(1);
            }
            uploader.close(Duration.ZERO);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void absentAgent_getsEverythingOnceItIsThere(String kind) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            agent.stop();
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);
            uploader.submit(Uploads.numbered(0));
            uploader.submit(Uploads.numbered(1));
            pauses.take();
            assertThat(uploader.status().problem())
                    .contains("nothing answers as")
                    .contains(agent.address());

            agent.start();
            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            assertThat(sequences(agent.profiles())).containsExactlyInAnyOrder("0", "1");
            uploader.close(Duration.ZERO);
        }
    }

    @Test
    void socketFileOfADeadAgent_isAnAbsentAgent() {
        try (TestAgent agent = TestAgent.unix()) {
            agent.crash();
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);
            uploader.submit(Uploads.numbered(0));
            pauses.take();

            assertThat(uploader.status().problem()).contains("Connection refused");
            uploader.close(Duration.ZERO);
        }
    }

    @Test
    void fileThatIsNoSocket_isAnAbsentAgent(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("agent.sock"));
        Uploader uploader = Uploads.patient(() -> Uploads.address("unix://" + file, Uploads.LONG), pauses);
        uploader.submit(Uploads.numbered(0));
        pauses.take();

        assertThat(uploader.status().problem()).contains("nothing answers as");
        uploader.close(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gopher://somewhere:70", "unix:relative", "tcp://127.0.0.1", "/var/run/agent.sock", "http:x"})
    void badAddress_isAProblemThatNamesIt(String socket) {
        Uploader uploader = Uploads.patient(() -> Uploads.address(socket, Uploads.LONG), pauses);
        uploader.submit(Uploads.numbered(0));
        pauses.take();

        assertThat(uploader.status().problem()).contains("\"" + socket + "\" is not a socket");
        assertThat(uploader.status().pending()).isEqualTo(1);
        uploader.close(Duration.ZERO);
    }

    @Test
    void addressThatCannotBeTold_isAProblem() {
        Uploader uploader = Uploads.patient(
                () -> {
                    throw new IllegalStateException("no settings");
                },
                pauses);
        uploader.submit(Uploads.numbered(0));
        pauses.take();

        assertThat(uploader.status().problem()).contains("no settings");
        assertThat(uploader.status().socket()).isEmpty();
        uploader.close(Duration.ZERO);
    }

    @Test
    void changedAddress_isUsedAtOnce() {
        try (TestAgent before = TestAgent.unix();
                TestAgent after = TestAgent.tcp()) {
            before.stop();
            AtomicReference<AgentAddress> address = new AtomicReference<>(Uploads.address(before));
            Uploader uploader = Uploads.patient(address::get, pauses);
            uploader.submit(Uploads.numbered(0));
            pauses.take();

            address.set(Uploads.address(after));
            uploader.retryNow();

            after.awaitProfiles(1, Uploads.LONG);
            assertThat(uploader.status().socket()).isEqualTo(after.address());
            uploader.close(Uploads.LONG);
        }
    }

    @Test
    void addressChangedDuringAnAttempt_endsTheWaitAfterIt() {
        try (TestAgent before = TestAgent.unix();
                TestAgent after = TestAgent.unix()) {
            before.fail(Fault.noAnswer());
            AtomicReference<AgentAddress> address =
                    new AtomicReference<>(Uploads.address(before.address(), Duration.ofSeconds(1)));
            Uploader uploader = Uploads.patient(address::get, pauses);
            uploader.submit(Uploads.numbered(0));
            before.await("the request", agent -> agent.refused().size() == 1, Uploads.LONG);

            address.set(Uploads.address(after));
            uploader.retryNow();

            after.awaitProfiles(1, Uploads.LONG);
            uploader.close(Uploads.LONG);
        }
    }

    @Test
    void profileAtWhichTheAgentFails_doesNotHoldUpTheOthers() {
        try (TestAgent agent = TestAgent.unix()) {
            agent.failNext(1, Fault.status(500));
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);
            uploader.submit(Uploads.numbered(0));
            pauses.take();
            uploader.submit(Uploads.numbered(1));
            uploader.submit(Uploads.numbered(2));

            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            assertThat(sequences(agent.profiles())).containsExactly("1", "2", "0");
            uploader.close(Duration.ZERO);
        }
    }

    @Test
    void moreFailures_meanLongerWaits() {
        try (TestAgent agent = TestAgent.unix()) {
            agent.fail(Fault.status(503));
            Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(3), () -> -1L);
            Uploader uploader = Uploads.uploader(() -> Uploads.address(agent), 1 << 20, backoff, pauses);
            uploader.submit(Uploads.numbered(0));

            assertThat(pauses.take()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
            uploader.retryNow();
            assertThat(pauses.take()).isBetween(Duration.ofSeconds(110), Duration.ofMinutes(2));
            uploader.retryNow();
            assertThat(pauses.take()).isBetween(Duration.ofSeconds(170), Duration.ofMinutes(3));
            uploader.close(Duration.ZERO);
        }
    }

    private static List<String> sequences(List<ReceivedProfile> profiles) {
        assertThat(Set.of("orders"))
                .containsAll(profiles.stream().map(ReceivedProfile::application).collect(Collectors.toSet()));
        return profiles.stream()
                .map(profile -> profile.tags().get("profile_seq"))
                .toList();
    }
}
