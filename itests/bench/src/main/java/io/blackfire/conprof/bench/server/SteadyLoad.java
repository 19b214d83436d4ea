package io.blackfire.conprof.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate whatever the server does, each timed from the moment that it was due: a server that stands still is slow
 * to all that came meanwhile (G. Tene, "How NOT to Measure Latency": coordinated omission). No request is sent again.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int CONNECTIONS = 16;

    private final int port;
    private final double nanosBetween;
    private final AtomicInteger failed = new AtomicInteger();
    private final Connection[] connections = new Connection[CONNECTIONS];
    private final Connection pages = new Connection();

    /** Stays open from the first request on: a server may have no file descriptor left for another. */
    private final class Connection {
        private Socket socket;
        private BufferedReader in;

        String request(String page) throws IOException {
            if (socket == null) {
                socket = connect();
                in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            }
            try {
                return SteadyLoad.request(socket, in, page);
            } catch (IOException | RuntimeException e) {
                close();
                throw e;
            }
        }

        void close() throws IOException {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }
    }

    SteadyLoad(int port, int perSecond) {
        this.port = port;
        this.nanosBetween = 1e9 / perSecond;
        Arrays.setAll(connections, any -> new Connection());
    }

    /** How many were not answered with 200 so far. */
    int failed() {
        return failed.get();
    }

    /** Sends requests for so long; the latencies in nanoseconds, in order. */
    long[] run(Duration length) throws IOException {
        int requests = (int) (length.toNanos() / nanosBetween);
        long[] latencies = new long[requests];
        long begin = System.nanoTime();
        Thread[] senders = new Thread[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            int first = i;
            senders[i] = new Thread(() -> send(first, begin, latencies));
            senders[i].start();
        }
        try {
            for (Thread sender : senders) {
                sender.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private void send(int first, long begin, long[] latencies) {
        try {
            for (int i = first; i < latencies.length; i += CONNECTIONS) {
                long due = begin + (long) (i * nanosBetween);
                for (long wait; (wait = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(wait);
                }
                connections[first].request(ProfiledServer.WORK);
                latencies[i] = System.nanoTime() - due;
            }
        } catch (IOException | RuntimeException e) {
            System.out.println("a request failed: " + e);
            failed.incrementAndGet();
        }
    }

    /** One request on a connection for such; what the server answers. One at a time. */
    String get(String page) throws IOException {
        return pages.request(page);
    }

    @Override
    public void close() throws IOException {
        pages.close();
        for (Connection each : connections) {
            each.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String request(Socket socket, BufferedReader in, String page) throws IOException {
        socket.getOutputStream().write(("GET " + page + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes());
        String status = in.readLine();
        if (status == null || !status.contains(" 200 ")) {
            throw new IOException(String.valueOf(status));
        }
        int length = 0;
        for (String line; !(line = in.readLine()).isEmpty(); ) {
            if (line.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        char[] body = new char[length];
        for (int read = 0; read < length; ) {
            int more = in.read(body, read, length - read);
            if (more < 0) {
                throw new IOException("cut off");
            }
            read += more;
        }
        return new String(body);
    }
}
