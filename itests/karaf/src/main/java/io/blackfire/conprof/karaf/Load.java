package io.blackfire.conprof.karaf;

/** Sends requests to two applications in turn, from one thread of its own, until closed. */
final class Load implements AutoCloseable {
    private static final int WEIGHT = 3;
    private static final int UNITS = 10;

    private final Thread thread = new Thread(this::send, "load");
    private final KarafServer karaf;
    private volatile boolean stopped;
    private volatile long requests;

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

    private void send() {
        while (!stopped) {
            karaf.get("/shop/burn?units=" + WEIGHT * UNITS);
            karaf.get("/billing/burn?units=" + UNITS);
            requests += 2;
        }
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
