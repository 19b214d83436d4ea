package io.blackfire.conprof.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Goes on only as far as a test lets it, and then as fast as the thread that waits in it works. */
final class SimulatedTime implements Time {
    private long nowNanos;
    private long endNanos;
    private int asked;
    private int reached;

    /** Lets the upload thread, which must have begun, do all that it does in this time. */
    synchronized void pass(Duration time) {
        endNanos += time.toNanos();
        asked++;
        long deadline = System.nanoTime() + Uploads.LONG.toNanos();
        while (reached != asked) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("the upload thread does not come to the end of " + time);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public synchronized long nanos() {
        return nowNanos;
    }

    @Override
    public void await(Condition signal, long nanos) throws InterruptedException {
        if (!passed(nanos)) {
            // not longer, as nobody signals that time may go on
            signal.await(1, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized boolean passed(long nanos) {
        boolean enough = nanos <= endNanos - nowNanos;
        nowNanos = enough ? nowNanos + nanos : endNanos;
        if (!enough) {
            reached = asked;
            notifyAll();
        }
        return enough;
    }
}
