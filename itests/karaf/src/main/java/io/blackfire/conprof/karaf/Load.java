package io.blackfire.conprof.karaf;

import java.net.http.HttpResponse;

/** Sends requests to two applications in turn, from one thread of its own, until closed. */
final class Load implements AutoCloseable {
    private static final int WEIGHT = 3;
    private static final int UNITS = 10;

    private final Thread thread = new Thread(this::send, "load");
    private final KarafServer karaf;
    private volatile boolean stopped;
    private volatile long requests;
    private volatile long failures;

    Load(KarafServer karaf) {
        this.karaf = karaf;
        thread.setDaemon(true);
    }

    Load start() {
        thread.start();
        return this;
    }

    long requests() {
        return requests;
    }

    /** Those that got another answer than the application's, or none. */
    long failures() {
        return failures;
    }

    private void send() {
        while (!stopped) {
            send("/shop/burn?units=" + WEIGHT * UNITS);
            send("/billing/burn?units=" + UNITS);
        }
    }

    private void send(String path) {
        HttpResponse<String> response = karaf.get(path);
        if (response == null || response.statusCode() != 200) {
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
