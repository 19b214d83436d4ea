package io.blackfire.conprof.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] UPLOAD = Upload.valid();

    @OnEverySocket
    void status_comesWithItsHeaders(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.failNext(1, Fault.status(429, Map.of("Retry-After", "3")));
            client.write(UPLOAD);
            assertThat(client.head()).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 3\r\n");
            assertThat(agent.refused()).hasSize(1);
            assertThat(agent.profiles()).isEmpty();
        }
    }

    @OnEverySocket
    void noAnswer_isSilentUntilTheEnd(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.noAnswer());
            client.write(UPLOAD);
            agent.await("the request", it -> it.refused().size() == 1, DEADLINE);
            agent.stop();
            assertThat(rest(client)).isEmpty();
        }
    }

    @OnEverySocket
    void noRead_blocksTheClient(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.noRead());
            var writing = CompletableFuture.runAsync(() -> writeForever(client));
            agent.await("the request", it -> it.requests() == 1, DEADLINE);
            agent.stop();
            assertThatThrownBy(writing::join).hasCauseInstanceOf(Broken.class);
        }
    }

    @OnEverySocket
    void drip_comesByteByByte(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.drip());
            client.write(UPLOAD);
            assertThat(client.read()).isEqualTo('H');
            agent.stop();
            assertThat("H" + rest(client)).hasSizeLessThan("HTTP/1.1 200 OK".length());
        }
    }

    @OnEverySocket
    void resetInRequest_breaksTheConnection(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.resetInRequest());
            assertThatThrownBy(() -> {
                        client.write(UPLOAD);
                        writeForever(client);
                    })
                    .isInstanceOfAny(IOException.class, Broken.class);
            assertThat(agent.refused()).isEmpty();
        }
    }

    @OnEverySocket
    void resetInAnswer_leavesAPiece(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.resetInAnswer());
            client.write(UPLOAD);
            assertThat("HTTP/1.1 200 OK\r\n").startsWith(rest(client));
            assertThat(agent.refused()).hasSize(1);
        }
    }

    @OnEverySocket
    void notHttp_isSomethingElse(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.notHttp());
            client.write(UPLOAD);
            assertThat(rest(client)).isEqualTo("-ERR unknown command\n");
        }
    }

    @OnEverySocket
    void endlessAnswer_goesOn(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.endlessAnswer());
            client.write(UPLOAD);
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            for (int i = 0; i < 100_000; i++) {
                assertThat(client.read()).isNotNegative();
            }
        }
    }

    @OnEverySocket
    void closeWithoutAnswer_isSilent(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get();
                var client = RawClient.connect(agent)) {
            agent.fail(Fault.closeWithoutAnswer());
            client.write(UPLOAD);
            assertThat(client.read()).isEqualTo(-1);
            assertThat(agent.refused()).hasSize(1);
        }
    }

    @OnEverySocket
    void slow_storesAfterItsDelay(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get()) {
            agent.fail(Fault.slow(Duration.ofMillis(200)));
            long begin = System.nanoTime();
            assertThat(RawClient.send(agent, UPLOAD)).isEqualTo("200");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(agent.profiles()).hasSize(1);
        }
    }

    @OnEverySocket
    void slowRead_storesInTheEnd(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get()) {
            agent.fail(Fault.slowRead(500, Duration.ofMillis(50)));
            long begin = System.nanoTime();
            assertThat(RawClient.send(agent, UPLOAD)).isEqualTo("200");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
            assertThat(agent.profiles()).hasSize(1);
        }
    }

    /** Everything until the connection ends, well or badly. */
    private static String rest(RawClient client) {
        var text = new StringBuilder();
        try {
            for (int next = client.read(); next >= 0; next = client.read()) {
                text.append((char) next);
            }
        } catch (IOException e) {
            // a reset is an end as well
        }
        return text.toString();
    }

    private static void writeForever(RawClient client) {
        try {
            while (true) {
                client.write(UPLOAD);
            }
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(IOException cause) {
            super(cause);
        }
    }
}
