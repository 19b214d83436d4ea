package io.blackfire.conprof.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.blackfire.conprof.agent.Answer.Outcome;

/** What is still to be delivered, and what became of the rest: all that the upload thread shares with others. Thread-safe. */
final class Backlog {
    /** Between two profiles that waited on disk: an Agent that has just come back is not to be flooded by all servers. */
    private static final long PACE_NANOS = Duration.ofMillis(100).toNanos();

    private static final long DISK_RETRY_NANOS = Duration.ofMinutes(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Ledger ledger = new Ledger();
    private final UploadQueue queue;
    private final UploadQueue spooled = new UploadQueue(0, SpoolLimits.COUNT);
    private final Supplier<SpoolLimits> limits;
    private final List<Path> garbage = new ArrayList<>();
    private final RetryTimer retry;
    private final Time time;
    private PendingUpload sending;
    private long submitted;
    private boolean closing;
    private long closeNanos;
    private boolean gaveUp;
    private int flushes;
    private long pacedNanos;
    private boolean diskFailed;
    private long diskFailedNanos;

    /** What the upload thread is to do with an upload: to send it, or to store it on disk. */
    record Step(PendingUpload upload, boolean store) {}

    Backlog(long limitBytes, Backoff backoff, Time time, Supplier<SpoolLimits> limits) {
        this.queue = new UploadQueue(limitBytes, Integer.MAX_VALUE);
        this.limits = limits;
        this.retry = new RetryTimer(backoff, time);
        this.time = time;
        this.pacedNanos = time.nanos();
    }

    /** Takes a new upload; false after {@link #close}, when it is lost. */
    boolean submit(Upload upload) {
        lock.lock();
        try {
            PendingUpload pending = new PendingUpload(upload, submitted++, time.nanos());
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

    /**
     * Waits for what is to be done next; null at the end. It is to be {@linkplain #settle settled}, {@link #stored} or found
     * {@link #unreadable} next.
     */
    Step next() {
        lock.lock();
        try {
            while (true) {
                if (!queue.isEmpty() && (gaveUp || !closing && retry.failing()) && diskUsable()) {
                    sending = queue.takeOldest();
                    return new Step(sending, true);
                }
                if (closing && (gaveUp || queue.isEmpty())) {
                    ledger.lost(queue.drain(), LossReason.STOPPED);
                    return null;
                }
                discard(spooled.takeOlderThan(limits.get().age(), time.nanos()), LossReason.EXPIRED);
                long wait = remainingNanos();
                if (wait <= 0) {
                    // a new one first: it shows in a moment whether the Agent is there
                    sending = queue.isEmpty() ? spooled.take() : queue.take();
                    retry.begun();
                    return new Step(sending, false);
                }
                try {
                    time.await(work, wait);
                } catch (InterruptedException e) {
                    // the thread is ours, and only close ends it; whoever interrupts it just ends this wait
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private long remainingNanos() {
        if (!queue.isEmpty()) {
            return retry.remainingNanos();
        }
        if (spooled.isEmpty() || closing) {
            return Long.MAX_VALUE;
        }
        long pace = flushes > 0 ? 0 : pacedNanos - time.nanos();
        return Math.max(retry.remainingNanos(), pace);
    }

    private boolean diskUsable() {
        return limits.get().bytes() > 0 && (!diskFailed || time.nanos() - diskFailedNanos > DISK_RETRY_NANOS);
    }

    /** It waits on disk now; or, with null, still in memory. */
    void stored(PendingUpload upload, Path file) {
        locked(() -> {
            sending = null;
            diskFailed = file == null;
            if (file != null) {
                upload.movedTo(file);
                spool(List.of(upload));
            } else {
                diskFailedNanos = time.nanos();
                ledger.lost(queue.add(upload), LossReason.QUEUE_FULL);
            }
        });
    }

    /** What a life before has left on disk waits as well. */
    void adopt(Spool.Found found) {
        locked(() -> {
            spool(found.uploads());
            ledger.lost(LossReason.UNREADABLE, found.unreadable());
            ledger.lost(LossReason.EXPIRED, found.expired());
        });
    }

    private void spool(List<PendingUpload> uploads) {
        spooled.limit(limits.get().bytes());
        uploads.forEach(upload -> discard(spooled.add(upload), LossReason.SPOOL_FULL));
    }

    private void discard(List<PendingUpload> onDisk, LossReason reason) {
        ledger.lost(onDisk, reason);
        onDisk.forEach(upload -> garbage.add(upload.file()));
        progress.signalAll();
    }

    /** What was written could not be read again. */
    void unreadable(PendingUpload upload) {
        locked(() -> {
            sending = null;
            ledger.lost(upload, LossReason.UNREADABLE);
            progress.signalAll();
        });
    }

    /** Files that nobody needs any more. */
    List<Path> takeGarbage() {
        lock.lock();
        try {
            List<Path> taken = List.copyOf(garbage);
            garbage.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void settle(PendingUpload upload, Answer answer) {
        locked(() -> {
            sending = null;
            pacedNanos = time.nanos() + PACE_NANOS;
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
            if (upload.settled() && upload.file() != null) {
                garbage.add(upload.file());
            }
            progress.signalAll();
        });
    }

    private void keep(PendingUpload upload, Answer answer) {
        retry.failed(answer.retryAfter());
        if (answer.outcome() == Outcome.NOT_NOW) {
            // it may be this one's fault; with nobody there it is not
            upload.failed();
        }
        keep(upload);
        boolean hopeless = answer.outcome() != Outcome.NOT_NOW;
        if (closing && (hopeless || System.nanoTime() + retry.remainingNanos() - closeNanos >= 0)) {
            giveUp();
        }
    }

    private void keep(PendingUpload upload) {
        if (upload.file() != null) {
            spool(List.of(upload));
        } else if (!upload.settled()) {
            ledger.lost(queue.add(upload), LossReason.QUEUE_FULL);
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
            spooled.waiting().stream().filter(PendingUpload::ofThisLife).forEach(awaited::add);
            if (sending != null) {
                awaited.add(sending);
            }
            retryNow();
            long endNanos = System.nanoTime() + timeout.toNanos();
            flushes++;
            try {
                awaitUntil(endNanos, () -> awaited.stream().allMatch(PendingUpload::settled));
            } finally {
                flushes--;
            }
            return awaited.stream().allMatch(PendingUpload::delivered);
        } finally {
            lock.unlock();
        }
    }

    long lostOfThisLife() {
        lock.lock();
        try {
            return ledger.lostOfThisLife();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, waits until all in memory is settled or the time is up; the rest is for the disk, or given up. */
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
        gaveUp = true;
        if (!diskUsable()) {
            loseMemory();
        }
        work.signalAll();
    }

    /** The upload thread has ended, or does not come to an end. */
    void end() {
        locked(this::loseMemory);
    }

    private void loseMemory() {
        ledger.lost(queue.drain(), LossReason.STOPPED);
        if (sending != null && sending.file() == null) {
            ledger.lost(sending, LossReason.STOPPED);
        }
    }

    /** Whether nobody waits for an attempt any more. */
    boolean gaveUp() {
        lock.lock();
        try {
            return gaveUp;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The upload thread met an error of its own, for want of memory, say: what it had in hand waits again, and it waits, too, as
     * after a failure of the Agent.
     */
    void stumbled() throws InterruptedException {
        lock.lock();
        try {
            PendingUpload upload = sending;
            sending = null;
            retry.failed(Duration.ZERO);
            if (upload != null && !upload.settled()) {
                keep(upload);
            } else if (upload != null && upload.file() != null) {
                garbage.add(upload.file());
            }
            progress.signalAll();
            if (!closing) {
                time.await(work, retry.remainingNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    Map<LossReason, Long> lost() {
        lock.lock();
        try {
            return ledger.lost();
        } finally {
            lock.unlock();
        }
    }

    DeliveryStatus status(String socket, String problem) {
        lock.lock();
        try {
            boolean underWay = sending != null && !sending.settled() && sending.file() == null;
            boolean fromDisk = sending != null && sending.file() != null;
            return new DeliveryStatus(
                    socket,
                    ledger.delivered(),
                    ledger.deliveredBytes(),
                    queue.size() + (underWay ? 1 : 0),
                    queue.bytes() + (underWay ? sending.bytes() : 0),
                    spooled.size() + (fromDisk ? 1 : 0),
                    spooled.bytes() + (fromDisk ? sending.bytes() : 0),
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
