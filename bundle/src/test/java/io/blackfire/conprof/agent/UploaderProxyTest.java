package io.blackfire.conprof.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** The JVM's proxy settings apply to URLs, as everywhere in Java, and never to the Agent's own sockets. */
class UploaderProxyTest {
    private final ProxySelector before = ProxySelector.getDefault();
    private final TestAgent proxy = TestAgent.tcp();

    UploaderProxyTest() {
        URI address = URI.create(proxy.address());
        Proxy http = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), address.getPort()));
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(http);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    }

    @AfterEach
    void close() {
        ProxySelector.setDefault(before);
        proxy.close();
    }

    @Test
    void http_goesThroughTheProxy() {
        Uploader uploader = Uploads.uploader(() -> Uploads.address("http://agent.invalid:8307", Uploads.LONG), 1 << 20);
        uploader.submit(Uploads.numbered(0));
        uploader.close(Uploads.LONG);

        assertThat(proxy.violations())
                .containsExactly("request line is \"POST http://agent.invalid:8307/profiling/v1/input HTTP/1.1\"");
    }

    @Test
    void https_tunnelsThroughTheProxy() {
        Uploader uploader =
                Uploads.uploader(() -> Uploads.address("https://agent.invalid:8307", Uploads.LONG), 1 << 20);
        uploader.submit(Uploads.numbered(0));
        proxy.await("a request", received -> !received.violations().isEmpty(), Uploads.LONG);
        uploader.close(Duration.ofSeconds(2));

        assertThat(proxy.violations().get(0)).isEqualTo("request line is \"CONNECT agent.invalid:8307 HTTP/1.1\"");
    }

    @Test
    void tcp_doesNot() {
        try (TestAgent agent = TestAgent.tcp()) {
            Uploader uploader = Uploads.uploader(() -> Uploads.address(agent), 1 << 20);
            uploader.submit(Uploads.numbered(0));
            uploader.close(Uploads.LONG);

            assertThat(agent.profiles()).hasSize(1);
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void reachability_isThatOfTheProxy() {
        assertThat(Reachability.obstacle(URI.create("https://agent.invalid:8307"), Uploads.LONG))
                .isEmpty();
        proxy.crash();
        assertThat(Reachability.obstacle(URI.create("http://agent.invalid:8307"), Uploads.LONG))
                .hasValue("Connection refused");
    }
}
