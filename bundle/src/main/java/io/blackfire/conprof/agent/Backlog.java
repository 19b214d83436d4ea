package io.blackfire.conprof.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.blackfire.conprof.agent.Answer.Outcome;

/** What is still to be delivered, and what became of the rest: all that the upload thread shares with others. Thread-safe. */
final class Backlog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Ledger ledger = new Ledger();
    private final UploadQueue queue;
    private final RetryTimer retry;
    private final Pause pause;
    private PendingUpload sending;
    private long submitted;
    private boolean closing;
    private long closeNanos;

    Backlog(long limitBytes, Backoff backoff, Pause pause) {
        this.queue = new UploadQueue(limitBytes);
        this.retry = new RetryTimer(backoff);
        this.pause = pause;
    }

    /** Takes a new upload; false after {@link #close}, when it is lost. */
    boolean submit(Upload upload) {
        lock.lock();
        try {
            PendingUpload pending = new PendingUpload(upload, submitted++);
            if (closing) {
                ledger.lost(pending, LossReason.STOPPED);
            } else {
                LossReason reason = queue.mayHold(pending) ? LossReason.QUEUE_FULL : LossReason.TOO_LARGE;
                ledger.lost(queue.add(pending), reason);
                work.signalAll();
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next upload to be sent; null at the end. It is to be {@linkplain #settle settled} next. */
    PendingUpload next() {
        lock.lock();
        try {
            while (!closing || !queue.isEmpty()) {
                long wait = queue.isEmpty() ? Long.MAX_VALUE : retry.remainingNanos();
                if (wait <= 0) {
                    sending = queue.take();
                    sending.attempted();
                    retry.begun();
                    return sending;
                }
                try {
                    pause.await(work, wait);
                } catch (InterruptedException e) {
                    // the thread is ours, and only close ends it; whoever interrupts it just ends this wait
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void settle(PendingUpload upload, Answer answer) {
        locked(() -> {
            sending = null;
            ledger.answered(upload, answer);
            switch (answer.outcome()) {
                case DELIVERED -> {
                    retry.answered();
                    ledger.delivered(upload);
                }
                case REFUSED -> {
                    retry.answered();
                    ledger.lost(upload, LossReason.REFUSED);
                }
                case OUTDATED, ABSENT, NOT_NOW -> keep(upload, answer);
            }
            progress.signalAll();
        });
    }

    private void keep(PendingUpload upload, Answer answer) {
        retry.failed(answer.retryAfter());
        if (!upload.settled()) {
            ledger.lost(queue.add(upload), LossReason.QUEUE_FULL);
        }
        boolean hopeless = answer.outcome() != Outcome.NOT_NOW;
        if (closing && (hopeless || System.nanoTime() + retry.remainingNanos() - closeNanos >= 0)) {
            giveUp();
        }
    }

    void retryNow() {
        locked(() -> {
            retry.hurry();
            work.signalAll();
        });
    }

    boolean flush(Duration timeout) {
        lock.lock();
        try {
            List<PendingUpload> awaited = new ArrayList<>(queue.waiting());
            if (sending != null) {
                awaited.add(sending);
            }
            retryNow();
            long endNanos = System.nanoTime() + timeout.toNanos();
            awaitUntil(endNanos, () -> awaited.stream().allMatch(PendingUpload::settled));
            return awaited.stream().allMatch(PendingUpload::delivered);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, waits until all is settled or the time is up, and gives up the rest. */
    void close(Duration timeout) {
        locked(() -> {
            closing = true;
            closeNanos = System.nanoTime() + timeout.toNanos();
            retryNow();
            awaitUntil(closeNanos, () -> queue.isEmpty() && sending == null);
            giveUp();
        });
    }

    private void giveUp() {
        ledger.lost(queue.drain(), LossReason.STOPPED);
        if (sending != null) {
            ledger.lost(sending, LossReason.STOPPED);
        }
        work.signalAll();
    }

    /** Whether nobody waits for the fate of this upload any more. */
    boolean givenUp(PendingUpload upload) {
        lock.lock();
        try {
            return upload.settled();
        } finally {
            lock.unlock();
        }
    }

    DeliveryStatus status(String socket, String problem) {
        lock.lock();
        try {
            boolean underWay = sending != null && !sending.settled();
            return new DeliveryStatus(
                    socket,
                    ledger.delivered(),
                    ledger.deliveredBytes(),
                    queue.size() + (underWay ? 1 : 0),
                    queue.bytes() + (underWay ? sending.bytes() : 0),
                    ledger.lost(),
                    problem,
                    ledger.last());
        } finally {
            lock.unlock();
        }
    }

    private void awaitUntil(long endNanos, BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                long left = endNanos - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                progress.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
