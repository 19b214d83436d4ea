package io.blackfire.conprof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What others ask of the {@link Worker}'s thread. Thread-safe. */
final class Requests {
    static final long FOR_EVER = Long.MAX_VALUE;

    private final List<CompletableFuture<Boolean>> flushes = new ArrayList<>();
    private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();
    private boolean stopping;
    private boolean changed;
    private long stopNanos;

    /** A tenth of the time is kept for the end itself, so that the caller sees it. */
    synchronized void stop(Duration timeout) {
        if (!stopping) {
            stopping = true;
            stopNanos = System.nanoTime() + timeout.toNanos() / 10 * 9;
            stopAsked.complete(null);
            notifyAll();
        }
    }

    synchronized boolean stopping() {
        return stopping;
    }

    /** Done when the thread is to stop. */
    CompletableFuture<Void> stopAsked() {
        return stopAsked;
    }

    synchronized Duration untilStop() {
        long left = stopping ? stopNanos - System.nanoTime() : 0;
        stopping = true;
        return Duration.ofNanos(Math.max(0, left));
    }

    synchronized CompletableFuture<Boolean> flush() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        if (stopping) {
            done.complete(false);
        } else {
            flushes.add(done);
            notifyAll();
        }
        return done;
    }

    synchronized boolean flushAsked() {
        return !flushes.isEmpty();
    }

    synchronized List<CompletableFuture<Boolean>> takeFlushes() {
        List<CompletableFuture<Boolean>> taken = List.copyOf(flushes);
        flushes.clear();
        return taken;
    }

    /** Somebody wants the thread to look around: at other settings, or for its turn to sample. */
    synchronized void change() {
        changed = true;
        notifyAll();
    }

    synchronized void takeChange() {
        changed = false;
    }

    /** Waits until the time is over, or something is asked. */
    synchronized void await(long nanos) {
        long begin = System.nanoTime();
        while (!stopping && !changed && flushes.isEmpty()) {
            long left = nanos == FOR_EVER ? FOR_EVER : nanos - (System.nanoTime() - begin);
            if (left <= 0) {
                return;
            }
            try {
                // at most an hour at once, and never 0, which would mean for ever
                wait(Math.max(1, Math.min(left / 1_000_000, 3_600_000)));
            } catch (InterruptedException e) {
                // nobody but a server in trouble interrupts our thread: end in good order
                stopping = true;
                stopNanos = System.nanoTime();
            }
        }
    }
}
