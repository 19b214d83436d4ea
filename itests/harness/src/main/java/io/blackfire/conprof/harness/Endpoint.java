package io.blackfire.conprof.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** An address that can be bound again and again; a port of 0 becomes the free port that the first bind finds. */
interface Endpoint {
    ServerSocketChannel bind() throws IOException;

    /** As {@code BLACKFIRE_AGENT_SOCKET} has it. */
    String address();

    /** Takes away what a closed socket leaves. */
    void remove() throws IOException;

    static Endpoint unix(Path socket) {
        return new Endpoint() {
            @Override
            public ServerSocketChannel bind() throws IOException {
                remove();
                return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
            }

            @Override
            public String address() {
                return "unix://" + socket;
            }

            @Override
            public void remove() throws IOException {
                Files.deleteIfExists(socket);
            }
        };
    }

    static Endpoint tcp(String scheme, int wanted) {
        return new Endpoint() {
            private int port = wanted;

            @Override
            public ServerSocketChannel bind() throws IOException {
                ServerSocketChannel server = ServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
                port = ((InetSocketAddress) server.getLocalAddress()).getPort();
                return server;
            }

            @Override
            public String address() {
                return scheme + "://127.0.0.1:" + port;
            }

            @Override
            public void remove() {}
        };
    }
}
