package io.blackfire.conprof.agent;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Waits for a signal only, never for a time, and tells how long it was asked to wait. */
final class PauseRecorder implements Time {
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

    @Override
    public void await(Condition signal, long nanos) throws InterruptedException {
        if (nanos != Long.MAX_VALUE) {
            pauses.add(Duration.ofNanos(nanos));
        }
        signal.await();
    }

    /** The next wait for another attempt, once the thread has come to it. */
    Duration take() {
        try {
            Duration pause = pauses.poll(Uploads.LONG.toSeconds(), TimeUnit.SECONDS);
            if (pause == null) {
                throw new AssertionError("no wait for another attempt");
            }
            return pause;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
