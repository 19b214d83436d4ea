package io.blackfire.conprof;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The flush of those who do not rule the profiler: each ends the period of all applications. One at a time, shared by all who
 * ask meanwhile, and none for a while after it. Thread-safe.
 */
final class SharedFlush {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(false);
    private long lastEnd;

    SharedFlush(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastEnd = nanoTime.getAsLong() - PAUSE.toNanos();
    }

    /** Flushes, or waits for the flush under way; false if there was one just now. */
    boolean flush(BooleanSupplier flush) {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> current;
        synchronized (this) {
            if (last.isDone()) {
                if (nanoTime.getAsLong() - lastEnd < PAUSE.toNanos()) {
                    return false;
                }
                last = own;
            }
            current = last;
        }
        if (current == own) {
            boolean delivered = false;
            try {
                delivered = flush.getAsBoolean();
            } finally {
                ended(own, delivered);
            }
        }
        return current.join();
    }

    private synchronized void ended(CompletableFuture<Boolean> flush, boolean delivered) {
        lastEnd = nanoTime.getAsLong();
        flush.complete(delivered);
    }
}
