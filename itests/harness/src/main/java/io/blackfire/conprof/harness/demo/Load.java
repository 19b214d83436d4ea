package io.blackfire.conprof.harness.demo;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.function.Function;

/** Sends requests to two applications in turn, from one thread of its own, until closed. */
public final class Load implements AutoCloseable {
    private static final int WEIGHT = 3;
    private static final int UNITS = 10;

    private final Thread thread = new Thread(this::send, "load");
    private final Function<String, HttpResponse<String>> server;
    private volatile boolean stopped;
    private volatile long requests;
    private volatile long failures;
    private volatile String lastFailure = "";

    /**
     * Load that has not begun.
     *
     * @param server answers a request to this path; null when it does not
     */
    public Load(Function<String, HttpResponse<String>> server) {
        this.server = server;
        thread.setDaemon(true);
    }

    /** Begins it. */
    public Load start() {
        thread.start();
        return this;
    }

    /** How many requests were sent. */
    public long requests() {
        return requests;
    }

    /** Those that got another answer than the application's, or none. */
    public long failures() {
        return failures;
    }

    /** What was wrong with the last of those. */
    public String lastFailure() {
        return lastFailure;
    }

    private void send() {
        while (!stopped) {
            send("/shop/burn?units=" + WEIGHT * UNITS);
            send("/billing/burn?units=" + UNITS);
        }
    }

    private void send(String path) {
        HttpResponse<String> response = server.apply(path);
        if (response == null || response.statusCode() != 200) {
            lastFailure = Instant.now() + " " + path + ": "
                    + (response == null ? "no answer" : response + "\n" + response.body());
            failures++;
        }
        requests++;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
