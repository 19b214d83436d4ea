package io.blackfire.conprof.agent;

import java.time.Duration;

/** When the next attempt may begin. Guarded by the {@link Uploader}'s lock. */
final class RetryTimer {
    private final Backoff backoff;
    private final Time time;
    private int failures;
    private long dueNanos;
    private boolean hurried;

    RetryTimer(Backoff backoff, Time time) {
        this.backoff = backoff;
        this.time = time;
        this.dueNanos = time.nanos();
    }

    /** Time left to wait; zero or less when an attempt may begin. */
    long remainingNanos() {
        return dueNanos - time.nanos();
    }

    /** Ends the wait; when an attempt is under way and fails, the next one follows without a wait. */
    void hurry() {
        dueNanos = time.nanos();
        hurried = true;
    }

    void begun() {
        hurried = false;
    }

    void failed(Duration retryAfter) {
        failures++;
        dueNanos = time.nanos()
                + (hurried ? 0 : backoff.delay(failures, retryAfter).toNanos());
    }

    /** Whether the Agent failed the last time, and nobody has asked to try again at once. */
    boolean failing() {
        return failures > 0 && !hurried;
    }

    /** The Agent is there and answers. */
    void answered() {
        failures = 0;
    }
}
