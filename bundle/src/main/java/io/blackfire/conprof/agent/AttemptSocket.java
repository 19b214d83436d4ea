package io.blackfire.conprof.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A socket, unix or tcp, that never blocks beyond the end of its {@link Attempt}.
 *
 * <p>Why not the client's own: see {@link Connector}. When the other side stops to read, what is still to be written is
 * dropped and reading goes on: an Agent may refuse a request before it has all of it, and its answer says why.
 */
final class AttemptSocket extends Socket {
    /** The JDK copies what is written into native memory and keeps as much of that, for as long as the thread lives. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Attempt attempt;
    private final SocketChannel channel;
    private IOException writeFailure;

    AttemptSocket(Attempt attempt, SocketChannel channel) throws IOException {
        super((SocketImpl) null);
        this.attempt = attempt;
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /** Connects, giving up after this time or at the end of the attempt. */
    void connect(SocketAddress address, long nanos) throws IOException {
        if (!channel.connect(address)) {
            if (!attempt.await(channel, SelectionKey.OP_CONNECT, nanos)) {
                throw new ConnectException("no answer");
            }
            channel.finishConnect();
        }
    }

    private int readSome(ByteBuffer buffer) throws IOException {
        while (true) {
            attempt.check();
            int count = receive(buffer);
            if (count != 0) {
                return count;
            }
            attempt.await(channel, SelectionKey.OP_READ);
        }
    }

    private int receive(ByteBuffer buffer) throws IOException {
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            if (writeFailure != null) {
                e.addSuppressed(writeFailure);
            }
            throw e;
        }
        if (count < 0 && writeFailure != null) {
            throw writeFailure;
        }
        return count;
    }

    private void writeAll(ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (writeFailure == null && buffer.position() < end) {
            attempt.check();
            buffer.limit(Math.min(end, buffer.position() + CHUNK_BYTES));
            try {
                if (channel.write(buffer) == 0) {
                    attempt.await(channel, SelectionKey.OP_WRITE);
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                writeFailure = e;
            }
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : readSome(ByteBuffer.wrap(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                AttemptSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                writeAll(ByteBuffer.wrap(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                AttemptSocket.this.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return channel.isConnected();
    }

    @Override
    public boolean isInputShutdown() {
        return isClosed();
    }

    @Override
    public boolean isOutputShutdown() {
        return isClosed();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return null;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return null;
    }

    /** The attempt's end rules, whatever the client or TLS think of time. */
    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public String toString() {
        return "socket on " + channel;
    }
}
