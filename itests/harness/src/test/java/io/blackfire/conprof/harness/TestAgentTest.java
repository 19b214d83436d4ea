package io.blackfire.conprof.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestAgentTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] UPLOAD = Upload.valid();

    @OnEverySocket
    void connection_servesOneRequestAfterAnother(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            for (int i = 0; i < 3; i++) {
                client.write(UPLOAD);
                assertThat(client.answer()).isEqualTo("200");
            }
            assertThat(agent.connections()).isEqualTo(1);
            assertThat(agent.requests()).isEqualTo(3);
            assertThat(agent.profiles()).hasSize(3);
        }
    }

    @OnEverySocket
    void connectionClose_isKept(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            client.write(Upload.with(upload -> upload.head += "Connection: close\r\n"));
            assertThat(client.answer()).isEqualTo("200");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @OnEverySocket
    void restart_isOnTheSameAddressAndKeepsWhatArrived(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get()) {
            String address = agent.address();
            RawClient.send(agent, UPLOAD);
            agent.stop();
            assertThatThrownBy(() -> RawClient.connect(agent)).isInstanceOf(IOException.class);
            agent.start();
            assertThat(agent.address()).isEqualTo(address);
            assertThat(RawClient.send(agent, UPLOAD)).isEqualTo("200");
            assertThat(agent.profiles()).hasSize(2);
        }
    }

    @OnEverySocket
    void close_leavesNoThreadWhateverIsUnderWay(Supplier<TestAgent> agents) throws Exception {
        TestAgent agent = agents.get();
        agent.fail(Fault.noAnswer());
        try (var idle = RawClient.connect(agent);
                var waiting = RawClient.connect(agent)) {
            assertThat(idle).isNotNull();
            waiting.write(UPLOAD);
            agent.await("both", it -> it.refused().size() == 1 && it.connections() == 2, DEADLINE);
            agent.close();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("test-agent"));
        }
    }

    @Test
    void socketFile_goesWithStopAndStaysAfterACrash(@TempDir Path directory) {
        Path socket = directory.resolve("s");
        try (TestAgent agent = TestAgent.unix(socket)) {
            assertThat(agent.address()).isEqualTo("unix://" + socket);
            agent.crash();
            assertThat(socket).exists();
            assertThatThrownBy(() -> RawClient.connect(agent)).hasMessage("Connection refused");
            agent.start();
            agent.stop();
            assertThat(socket).doesNotExist();
            agent.start();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void ownDirectory_goesWithClose() {
        TestAgent agent = TestAgent.unix();
        Path directory = Path.of(agent.address().substring("unix://".length())).getParent();
        assertThat(directory).exists();
        agent.close();
        agent.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void trustStore_holdsTheCertificateAlone() throws Exception {
        try (TestAgent agent = TestAgent.https()) {
            KeyStore store = KeyStore.getInstance(
                    agent.trustStore().toFile(), agent.trustStorePassword().toCharArray());
            assertThat(store.size()).isEqualTo(1);
            assertThat(store.isCertificateEntry("agent")).isTrue();
            assertThat(Files.exists(agent.trustStore())).isTrue();
        }
    }

    @Test
    void faults_meetTheNextRequestsInTurn() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            agent.fail(Fault.status(404));
            agent.failNext(2, Fault.status(503));
            agent.failNext(1, Fault.status(500));
            for (String status : new String[] {"503", "503", "500", "404", "404"}) {
                assertThat(RawClient.send(agent, UPLOAD)).startsWith(status);
            }
            agent.recover();
            assertThat(RawClient.send(agent, UPLOAD)).isEqualTo("200");
            assertThat(agent.refused()).hasSize(5);
            assertThat(agent.profiles()).hasSize(1);
        }
    }

    @Test
    void expectContinue_isAnsweredBeforeTheBody() throws Exception {
        try (TestAgent agent = TestAgent.unix();
                var client = RawClient.connect(agent)) {
            byte[] request = Upload.with(upload -> upload.head += "Expect: 100-continue\r\n");
            int head = new String(request, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
            client.write(Arrays.copyOf(request, head));
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            client.write(Arrays.copyOfRange(request, head, request.length));
            assertThat(client.answer()).isEqualTo("200");
        }
    }

    @Test
    void chunkedBody_isReadWithExtensionsAndTrailers() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            byte[] request = Upload.with(upload -> {
                upload.framing = length -> "Transfer-Encoding: chunked\r\n\r\n";
                upload.body =
                        body -> Integer.toHexString(body.length()) + ";a=b\r\n" + body + "\r\n0\r\nTrailer: x\r\n\r\n";
            });
            assertThat(RawClient.send(agent, request)).isEqualTo("200");
        }
    }

    @Test
    void requestThatEndsEarly_isAViolation() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            try (var client = RawClient.connect(agent)) {
                client.write(Arrays.copyOf(UPLOAD, UPLOAD.length - 10));
            }
            agent.await("the violation", it -> !it.violations().isEmpty(), DEADLINE);
            assertThat(agent.violations())
                    .singleElement()
                    .asString()
                    .startsWith("broken off by the client: the body ended after ");
        }
    }

    @Test
    void await_returnsWhenItArrives() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            var waiting = CompletableFuture.supplyAsync(() -> agent.awaitProfiles(1, DEADLINE));
            RawClient.send(agent, UPLOAD);
            assertThat(waiting.join()).hasSize(1);
        }
    }

    @Test
    void await_saysWhatDidArrive() throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            RawClient.send(agent, UPLOAD);
            RawClient.send(agent, Upload.with(upload -> upload.tags.put("language", "java")));
            assertThatThrownBy(() -> agent.awaitProfiles(2, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("not within 1 ms: 2 profiles\n"
                            + "connections: 2, requests: 2\n"
                            + "accepted: \n"
                            + "  orders 2026-01-01T10:00:00Z/2026-01-01T10:00:45.500Z seq 0"
                            + " [profile.pprof {cpu-time/nanoseconds=40000000, alloc-space/bytes=4096}]\n"
                            + "refused: none\n"
                            + "violations: \n"
                            + "  tag language is java instead of jvm");
            agent.clear();
            assertThat(agent.profiles()).isEmpty();
            assertThat(agent.violations()).isEmpty();
        }
    }
}
