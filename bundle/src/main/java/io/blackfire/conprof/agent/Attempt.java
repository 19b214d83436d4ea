package io.blackfire.conprof.agent;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time that one upload may take. Whatever waits in it waits here, so that nothing outlasts its end, however slowly the
 * Agent goes on; and any thread may {@link #abort} it at once.
 */
final class Attempt implements Closeable {
    private final Duration timeout;
    private final long endNanos;
    private final Selector selector;
    private volatile boolean aborted;

    Attempt(Duration timeout) throws IOException {
        this.timeout = timeout;
        this.endNanos = System.nanoTime() + timeout.toNanos();
        this.selector = Selector.open();
    }

    void abort() {
        aborted = true;
        selector.wakeup();
    }

    long remainingNanos() {
        return endNanos - System.nanoTime();
    }

    /** Throws when the attempt is over. Without waiting in between, a stream that never ends would never get to know. */
    void check() throws IOException {
        if (aborted) {
            throw new InterruptedIOException("given up");
        }
        if (remainingNanos() <= 0) {
            throw new SocketTimeoutException("not done within " + timeout.toMillis() + " ms");
        }
    }

    /** Waits until the channel is ready for the operation. */
    void await(SocketChannel channel, int operation) throws IOException {
        await(channel, operation, Long.MAX_VALUE);
    }

    /**
     * Waits until the channel is ready for the operation, but no longer than this.
     *
     * @return whether it is ready
     */
    boolean await(SocketChannel channel, int operation, long nanos) throws IOException {
        channel.register(selector, operation);
        long startNanos = System.nanoTime();
        while (true) {
            check();
            long left = Math.min(remainingNanos(), nanos - (System.nanoTime() - startNanos));
            if (left <= 0) {
                check();
                return false;
            }
            selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            boolean ready = !selector.selectedKeys().isEmpty();
            selector.selectedKeys().clear();
            if (ready) {
                return true;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    /** Lets go of every channel that waited here: a closed channel keeps its descriptor until its selector does. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
