package io.blackfire.conprof.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection as two streams, over a Unix-domain socket, TCP or TLS, with the ways to end it badly. */
final class Wire implements AutoCloseable {
    private final SocketChannel channel;
    private final SSLSocket tls;
    private final InputStream in;
    private final OutputStream out;

    Wire(SocketChannel channel, SSLContext context) throws IOException {
        this.channel = channel;
        if (context == null) {
            tls = null;
            in = Channels.newInputStream(channel);
            out = Channels.newOutputStream(channel);
        } else {
            tls = (SSLSocket) context.getSocketFactory().createSocket(channel.socket(), null, true);
            in = tls.getInputStream();
            out = tls.getOutputStream();
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Ends our direction in good order; the client can still send. */
    void shutdownOutput() throws IOException {
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.shutdownOutput();
        }
    }

    /** Ends both directions without a word: TCP sends RST; a Unix-domain socket does so while something is unread. */
    void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    @Override
    public void close() throws IOException {
        try {
            if (tls != null && channel.isOpen()) {
                tls.shutdownOutput();
            }
        } finally {
            channel.close();
        }
    }

    /** From another thread: whoever reads or writes gets an exception. */
    void abort() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }
}
