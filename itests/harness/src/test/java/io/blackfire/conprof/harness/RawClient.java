package io.blackfire.conprof.harness;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes as they are and reads answers as they come. */
final class RawClient implements Closeable {
    private final Closeable connection;
    private final InputStream in;
    private final OutputStream out;

    private RawClient(Closeable connection, InputStream in, OutputStream out) {
        this.connection = connection;
        this.in = in;
        this.out = out;
    }

    static RawClient connect(TestAgent agent) throws IOException {
        URI address = URI.create(agent.address());
        if (address.getScheme().equals("https")) {
            Socket socket = agent.clientContext().getSocketFactory().createSocket(address.getHost(), address.getPort());
            return new RawClient(socket, socket.getInputStream(), socket.getOutputStream());
        }
        SocketChannel channel;
        if (address.getScheme().equals("unix")) {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(address.getPath()));
        } else {
            channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        }
        return new RawClient(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    /** Sends this on a connection of its own and returns the answer's status and body. */
    static String send(TestAgent agent, byte[] request) throws IOException {
        try (var client = connect(agent)) {
            client.write(request);
            return client.answer();
        }
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** One byte, or -1 at the end. */
    int read() throws IOException {
        return in.read();
    }

    /** The status code and the body of an answer that has a Content-Length. */
    String answer() throws IOException {
        String head = head();
        int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return (head.split(" ")[1] + " " + body).strip();
    }

    String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after \"" + head + "\"");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
