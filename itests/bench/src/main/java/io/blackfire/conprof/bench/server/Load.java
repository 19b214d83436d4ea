package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Requests to one page after the other, from several connections at once. */
final class Load {
    private static final int CONNECTIONS = 4;

    private final HttpClient http = HttpClient.newBuilder().build();
    private final HttpRequest request;

    Load(URI page) {
        request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(30)).build();
    }

    /** Sends requests for so long; returns how many were answered. An answer other than 200 is an error. */
    long run(Duration length) throws IOException {
        long end = System.nanoTime() + length.toNanos();
        LongAdder answered = new LongAdder();
        Thread[] connections = new Thread[CONNECTIONS];
        Throwable[] failure = new Throwable[1];
        for (int i = 0; i < CONNECTIONS; i++) {
            connections[i] = new Thread(() -> send(end, answered));
            connections[i].setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
            connections[i].start();
        }
        try {
            for (Thread connection : connections) {
                connection.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (failure[0] != null) {
            throw new IOException(failure[0]);
        }
        return answered.sum();
    }

    private void send(long end, LongAdder answered) {
        while (System.nanoTime() < end) {
            try {
                HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
                if (response.statusCode() != 200) {
                    throw new IllegalStateException(response.toString());
                }
                answered.increment();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
