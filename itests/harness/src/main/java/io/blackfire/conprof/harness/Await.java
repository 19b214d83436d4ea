package io.blackfire.conprof.harness;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition instead of for a time. */
public final class Await {
    private static final long POLL_MILLIS = 10;

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError with the description, when the condition does not hold in time
     */
    public static void until(String description, Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + deadline.toMillis() + " ms: " + description);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + description, e);
            }
        }
    }

    /**
     * Returns as soon as the condition holds; each time that it has not for so long, something is done about that.
     *
     * @throws AssertionError with the description, when the condition does not hold in time all the same
     */
    public static void until(
            String description, Duration deadline, BooleanSupplier condition, Duration patience, Runnable help) {
        until(description, deadline, () -> {
            try {
                until(description, patience, condition);
                return true;
            } catch (AssertionError e) {
                help.run();
                return false;
            }
        });
    }
}
