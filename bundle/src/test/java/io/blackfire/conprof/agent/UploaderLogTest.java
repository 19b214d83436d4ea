package io.blackfire.conprof.agent;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** What an Agent says gets into the log, but only in a form that is fit for it. */
class UploaderLogTest {

    @Test
    void refusalsText_isOneShortLineWithoutSecrets() throws Exception {
        String body = "bad\r\n\u001b[31mrequest from id-1 with token-2\n" + "x".repeat(500_000);
        try (LogRecorder log = new LogRecorder();
                ServerSocket server = new ServerSocket(0)) {
            Thread agent = new Thread(() -> answer(server, body));
            agent.start();
            AgentAddress address = new AgentAddress(
                    URI.create("tcp://127.0.0.1:" + server.getLocalPort()),
                    Optional.of("id-1"),
                    Optional.of("token-2"),
                    Uploads.LONG);
            Uploader uploader = Uploads.uploader(() -> address, 1 << 20);
            uploader.submit(Uploads.numbered(0));
            uploader.close(Uploads.LONG);
            agent.join();

            assertThat(log.at(Level.WARNING)).hasSize(1);
            String line = log.at(Level.WARNING).get(0);
            assertThat(line).contains("refused it: 400 Bad: bad   [31mrequest from *** with *** xxx");
            assertThat(line).doesNotContain("id-1", "token-2").doesNotContainPattern("\\p{Cntrl}");
            assertThat(line.substring(line.indexOf("400"))).hasSize(LogText.LONGEST);
        }
    }

    private static void answer(ServerSocket server, String body) {
        try (Socket socket = server.accept()) {
            StringBuilder request = new StringBuilder();
            while (!request.toString().endsWith("--\r\n")) {
                request.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream()
                    .write(("HTTP/1.1 400 Bad\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the client reads no more than it needs, and closes
        }
    }

    @Test
    void profilesThatWaitUntilTheEnd_areToldThen() {
        try (LogRecorder log = new LogRecorder()) {
            Uploader uploader =
                    Uploads.uploader(() -> Uploads.address("unix:///nobody/here.sock", Uploads.LONG), 1 << 20);
            uploader.submit(Uploads.numbered(0));
            uploader.submit(Uploads.numbered(1));
            uploader.close(Uploads.LONG);

            assertThat(log.at(Level.WARNING))
                    .contains("Profiles that waited for the Agent until the end, and are lost: 2");
            int told = log.all().size();
            uploader.close(Uploads.LONG);
            assertThat(log.all()).hasSize(told);
        }
    }

    @Test
    void outage_isTwoLines() {
        PauseRecorder pauses = new PauseRecorder();
        try (LogRecorder log = new LogRecorder();
                TestAgent agent = TestAgent.unix()) {
            agent.failNext(3, Fault.status(500));
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);
            uploader.submit(Uploads.numbered(0));
            for (int i = 0; i < 3; i++) {
                pauses.take();
                uploader.retryNow();
            }
            uploader.close(Uploads.LONG);

            assertThat(log.at(Level.WARNING)).hasSize(1);
            assertThat(log.at(Level.FINE)).hasSize(2);
            assertThat(log.at(Level.INFO)).hasSize(1);
            assertThat(uploader.status().delivered()).isEqualTo(1);
        }
    }

    @Test
    void abortAtTheEnd_isNoFailureButALoss() {
        try (LogRecorder log = new LogRecorder();
                TestAgent agent = TestAgent.unix()) {
            agent.fail(Fault.noAnswer());
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), new PauseRecorder());
            uploader.submit(Uploads.numbered(0));
            agent.await("the request", a -> a.refused().size() == 1, Uploads.LONG);
            uploader.close(Duration.ZERO);

            assertThat(log.all()).containsExactly("Profiles that waited for the Agent until the end, and are lost: 1");
        }
    }
}
