package io.blackfire.conprof.harness;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLContext;

/** One life of a test Agent, from bind to close; one thread accepts, one more serves each connection. */
final class Listener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestAgent agent;
    private final ServerSocketChannel server;
    private final SSLContext tls;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final Thread acceptor;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    Listener(TestAgent agent, ServerSocketChannel server, SSLContext tls) {
        this.agent = agent;
        this.server = server;
        this.tls = tls;
        this.acceptor = start("test-agent-accept", this::acceptAll);
    }

    private static Thread start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void acceptAll() {
        while (stopping.getCount() > 0) {
            try {
                SocketChannel channel = server.accept();
                agent.inbox().connection();
                var wire = new Wire(channel, tls);
                wires.add(wire);
                threads.removeIf(thread -> !thread.isAlive());
                threads.add(start("test-agent-connection", () -> serve(wire)));
            } catch (IOException e) {
                // the channel was closed: the condition of the loop decides
            }
        }
    }

    private void serve(Wire wire) {
        try (wire) {
            // closing may have come between accept and the entry in the list
            if (stopping.getCount() == 0) {
                return;
            }
            var in = new PushbackInputStream(wire.in());
            boolean more = true;
            while (more) {
                int first = in.read();
                if (first < 0) {
                    return;
                }
                in.unread(first);
                agent.inbox().request();
                more = exchange(new Exchange(wire, in, agent, stopping));
            }
        } catch (IOException e) {
            // the client left, or the Agent stops
        } finally {
            wires.remove(wire);
        }
    }

    private boolean exchange(Exchange exchange) throws IOException {
        Fault fault = agent.faults().take();
        try {
            fault.play(exchange);
            return !exchange.isLast();
        } catch (Violation e) {
            agent.inbox().violation(e.getMessage());
            exchange.reject(e.getMessage());
            return false;
        } catch (IOException e) {
            if (fault == Fault.NONE && exchange.isReading() && stopping.getCount() > 0) {
                agent.inbox().violation("broken off by the client: " + e.getMessage());
            }
            throw e;
        }
    }

    /** Ends every connection and every thread. */
    @Override
    public void close() throws IOException {
        stopping.countDown();
        server.close();
        // first the one that starts the others
        join(acceptor);
        wires.forEach(Wire::abort);
        threads.forEach(Listener::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the test Agent stops", e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("a thread of the test Agent does not end: " + thread);
        }
    }
}
