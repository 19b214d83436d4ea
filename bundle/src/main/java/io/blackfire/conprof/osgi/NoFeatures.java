package io.blackfire.conprof.osgi;

import java.time.Duration;

/** There are none: not yet, or in this framework not at all. */
public final class NoFeatures implements Features {
    private final long deadlineNanos;

    private NoFeatures(Duration wait) {
        deadlineNanos = System.nanoTime() + wait.toNanos();
    }

    /** Nobody knows about features here. */
    static Features forEver() {
        return new NoFeatures(Duration.ZERO);
    }

    /** Somebody may tell of them so soon that it is worth waiting. */
    public static Features yet(Duration wait) {
        return new NoFeatures(wait);
    }

    @Override
    public Duration unsettled() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    @Override
    public Snapshot snapshot() {
        return Snapshot.EMPTY;
    }
}
