package io.blackfire.conprof.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Each row of the table of answers. */
class UploaderAnswersTest {
    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final PauseRecorder pauses = new PauseRecorder();
    private final Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);

    @AfterEach
    void close() {
        uploader.close(Duration.ZERO);
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void success_isTheEnd(int status) {
        agent.fail(Fault.status(status));

        uploader.submit(Uploads.numbered(0));

        assertThat(uploader.flush(Uploads.LONG)).isTrue();
        assertThat(agent.requests()).isEqualTo(1);
        assertThat(uploader.status().delivered()).isEqualTo(1);
        assertThat(uploader.status().problem()).isEmpty();
        assertThat(uploader.status().last().delivered()).isTrue();
        assertThat(uploader.status().last().answer()).startsWith(Integer.toString(status));
    }

    @Test
    void lastUpload_isToldWithItsAnswer() {
        assertThat(uploader.status().last()).isNull();
        agent.fail(Fault.status(422));
        Instant before = Instant.now();

        uploader.submit(Uploads.numbered(0));
        uploader.flush(Uploads.LONG);

        LastUpload last = uploader.status().last();
        assertThat(last.at()).isBetween(before, Instant.now());
        assertThat(last.application()).isEqualTo(Uploads.numbered(0).application());
        assertThat(last.delivered()).isFalse();
        assertThat(last.answer()).startsWith("422");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 304, 307, 308, 400, 401, 403, 405, 407, 410, 413, 415, 422, 499})
    void refusal_givesUpTheProfile(int status) {
        agent.fail(Fault.status(status, Map.of("Location", "/elsewhere", "WWW-Authenticate", "Basic realm=\"x\"")));

        uploader.submit(Uploads.numbered(0));

        assertThat(uploader.flush(Uploads.LONG)).isFalse();
        assertThat(agent.requests()).as("neither repeated nor redirected").isEqualTo(1);
        assertThat(uploader.status().lost()).containsEntry(LossReason.REFUSED, 1L);
        assertThat(uploader.status().pending()).isZero();
        assertThat(uploader.status().problem()).contains("refused").contains(Integer.toString(status));
    }

    @Test
    void refusal_doesNotHoldUpTheNext() {
        agent.failNext(1, Fault.status(400));

        uploader.submit(Uploads.numbered(0));
        uploader.submit(Uploads.numbered(1));

        assertThat(agent.awaitProfiles(1, Uploads.LONG).get(0).tags()).containsEntry("profile_seq", "1");
        assertThat(uploader.flush(Uploads.LONG)).isTrue();
        assertThat(uploader.status().problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
    void notNow_keepsTheProfile(int status) {
        agent.failNext(1, Fault.status(status));

        uploader.submit(Uploads.numbered(0));

        assertThat(pauses.take()).isBetween(Duration.ofMinutes(59), Uploads.HOUR);
        assertThat(uploader.status().pending()).isEqualTo(1);
        assertThat(uploader.status().problem()).contains("answered " + status);
        assertThat(uploader.flush(Uploads.LONG)).isTrue();
        assertThat(uploader.status().problem()).isEmpty();
        assertRepeated();
    }

    @Test
    void retryAfter_isTheLeastToWait() {
        Uploader eager = Uploads.uploader(
                () -> Uploads.address(agent), 1 << 20, new Backoff(Duration.ZERO, Duration.ZERO, () -> -1L), pauses);
        agent.failNext(1, Fault.status(429, Map.of("Retry-After", "100")));

        eager.submit(Uploads.numbered(0));

        assertThat(pauses.take()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
        eager.close(Uploads.LONG);
        assertThat(eager.status().delivered()).isEqualTo(1);
    }

    @Test
    void retryAfter_isBounded() {
        Uploader eager = Uploads.uploader(
                () -> Uploads.address(agent), 1 << 20, new Backoff(Duration.ZERO, Duration.ZERO, () -> -1L), pauses);
        agent.failNext(1, Fault.status(503, Map.of("Retry-After", "999999")));

        eager.submit(Uploads.numbered(0));

        assertThat(pauses.take()).isBetween(Duration.ofMinutes(4), Backoff.LONGEST_RETRY_AFTER);
        eager.close(Uploads.LONG);
    }

    @Test
    void notFound_isAnOldAgent() {
        agent.failNext(1, Fault.status(404));

        assertOldAgent();
    }

    @Test
    void notHttp_isAnOldAgent() {
        agent.failNext(1, Fault.notHttp());

        assertOldAgent();
    }

    @Test
    void answerBeforeTheEndOfTheRequest_isHeard() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread hasty = new Thread(() -> refuseUnread(server));
            hasty.start();
            AgentAddress address = Uploads.address("tcp://127.0.0.1:" + server.getLocalPort(), Uploads.LONG);
            Uploader sender = Uploads.patient(() -> address, pauses);
            sender.submit(Uploads.sized(8_000_000));

            assertThat(sender.flush(Uploads.LONG)).isFalse();

            assertThat(sender.status().lost()).containsEntry(LossReason.REFUSED, 1L);
            assertThat(sender.status().problem()).contains("413 Too Large");
            sender.close(Duration.ZERO);
            hasty.join();
        }
    }

    private static void refuseUnread(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().readNBytes(1000);
            socket.getOutputStream().write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n".getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertOldAgent() {
        uploader.submit(Uploads.numbered(0));

        pauses.take();
        assertThat(uploader.status().pending()).isEqualTo(1);
        assertThat(uploader.status().problem()).contains("is older than 2.13.0").contains(agent.address());
        assertThat(uploader.flush(Uploads.LONG)).isTrue();
        assertThat(uploader.status().problem()).isEmpty();
        assertRepeated();
    }

    /** What was sent twice was the same request. */
    private void assertRepeated() {
        List<ReceivedProfile> first = agent.refused();
        List<ReceivedProfile> second = agent.profiles();
        assertThat(agent.violations()).isEmpty();
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(second.get(0).event()).isEqualTo(first.get(0).event());
        assertThat(second.get(0).pprofBytes()).isEqualTo(first.get(0).pprofBytes());
    }
}
