package io.blackfire.conprof.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.blackfire.conprof.agent.Answer.Outcome;

/**
 * Brings profiles to the Agent: a queue in memory and one daemon thread that sends what is in it, one after the other.
 *
 * <p>What fails for the moment is tried again after a growing, random wait; what the Agent will never take is given up. No
 * method throws because of the Agent or the network, and {@link #submit} never waits for them: trouble is told by
 * {@link #status()} and in the log. All methods may be called from any thread.
 */
public final class Uploader {
    /** How long an aborted attempt may take to notice. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(1);

    private final Supplier<AgentAddress> address;
    private final Pause pause;
    private final UploadQueue queue;
    private final RetryTimer retry;
    private final Ledger ledger = new Ledger();
    private final Trouble trouble = new Trouble();
    private final UploadThread thread = new UploadThread(this::run);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private PendingUpload sending;
    private Attempt attempt;
    private long submitted;
    private boolean closing;
    private long closeNanos;
    private AgentClient client;

    /**
     * An uploader; its thread starts with the first upload.
     *
     * @param address asked before each attempt
     * @param queueLimitBytes how many bytes of compressed profiles may wait in memory
     */
    public Uploader(Supplier<AgentAddress> address, long queueLimitBytes) {
        this(address, queueLimitBytes, Backoff.standard(new Random()), Condition::awaitNanos);
    }

    Uploader(Supplier<AgentAddress> address, long queueLimitBytes, Backoff backoff, Pause pause) {
        this.address = address;
        this.queue = new UploadQueue(queueLimitBytes);
        this.retry = new RetryTimer(backoff);
        this.pause = pause;
    }

    /**
     * Takes a profile to be delivered. Never blocks, never throws. When the queue would exceed its bytes, the oldest waiting
     * profiles are lost ({@link LossReason#QUEUE_FULL}); after {@link #close} the profile itself is
     * ({@link LossReason#STOPPED}).
     */
    public void submit(Upload upload) {
        locked(() -> {
            PendingUpload pending = new PendingUpload(upload, submitted++);
            if (closing) {
                ledger.lost(pending, LossReason.STOPPED);
            } else {
                ledger.lost(queue.add(pending), LossReason.QUEUE_FULL);
                thread.start();
                work.signalAll();
            }
        });
    }

    /** Ends a wait between two attempts: the Agent's address has changed, or there is reason to believe that it is back. */
    public void retryNow() {
        locked(this::hurry);
    }

    /**
     * Tries at once, and waits until everything that was submitted before is delivered or given up.
     *
     * @return whether all of it was delivered in time; false as well when the caller is interrupted
     */
    public boolean flush(Duration timeout) {
        lock.lock();
        try {
            List<PendingUpload> awaited = new ArrayList<>(queue.waiting());
            if (sending != null) {
                awaited.add(sending);
            }
            hurry();
            awaitUntil(System.nanoTime() + timeout.toNanos(), () -> awaited.stream()
                    .allMatch(PendingUpload::settled));
            return awaited.stream().allMatch(PendingUpload::delivered);
        } finally {
            lock.unlock();
        }
    }

    /** How uploads fare. */
    public DeliveryStatus status() {
        String socket = socketText();
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
                    trouble.problem(),
                    thread.cpuTime());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Delivers what still waits, for at most this long; then aborts the attempt that is under way, counts the rest as lost
     * ({@link LossReason#STOPPED}) and ends the thread. When nobody listens where the Agent should be, or it asks for more
     * patience than there is time, that comes at once: a server must not stop later for want of an Agent. Can be called
     * again.
     */
    public void close(Duration timeout) {
        locked(() -> {
            closing = true;
            closeNanos = System.nanoTime() + timeout.toNanos();
            hurry();
            awaitUntil(closeNanos, () -> queue.isEmpty() && sending == null);
            giveUp();
        });
        thread.join(LAST_BREATH);
    }

    private void run() {
        for (PendingUpload next = next(); next != null; next = next()) {
            deliver(next);
        }
    }

    /** Waits for the next upload to be sent; null at the end. */
    private PendingUpload next() {
        lock.lock();
        try {
            while (true) {
                if (closing && queue.isEmpty()) {
                    return null;
                }
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
        } finally {
            lock.unlock();
        }
    }

    private void deliver(PendingUpload next) {
        String socket = "";
        Answer answer;
        try {
            AgentAddress to = address.get();
            socket = to.socketText();
            answer = send(to, next.upload());
        } catch (Throwable e) { // whatever it is, the next attempt may fare better
            answer = Answer.of(Outcome.NOT_NOW, LogText.of(e.toString()));
        }
        if (answer.outcome() == Outcome.DELIVERED) {
            trouble.delivered(socket);
        } else if (!next.settled()) {
            trouble.failed(socket, answer);
        }
        Answer settled = answer;
        locked(() -> settle(next, settled));
    }

    private Answer send(AgentAddress to, Upload upload) throws IOException {
        try (Attempt begun = new Attempt(to.timeout())) {
            locked(() -> {
                attempt = begun;
                if (closing && sending.settled()) {
                    begun.abort();
                }
            });
            return client().send(to, upload, begun);
        } finally {
            locked(() -> attempt = null);
        }
    }

    /** Made by the upload thread, which alone uses it: to find the host's name may take its time. */
    private AgentClient client() {
        if (client == null) {
            client = new AgentClient(new UploadRequest(new Tags(Jvm.current(System.getenv()))));
        }
        return client;
    }

    private void settle(PendingUpload upload, Answer answer) {
        sending = null;
        switch (answer.outcome()) {
            case DELIVERED -> {
                retry.answered();
                ledger.delivered(upload);
            }
            case REFUSED -> {
                retry.answered();
                ledger.lost(upload, LossReason.REFUSED);
            }
            default -> keep(upload, answer);
        }
        progress.signalAll();
    }

    private void keep(PendingUpload upload, Answer answer) {
        retry.failed(answer.retryAfter());
        if (upload.settled()) {
            return;
        }
        ledger.lost(queue.add(upload), LossReason.QUEUE_FULL);
        boolean hopeless = answer.outcome() == Outcome.ABSENT || answer.outcome() == Outcome.OUTDATED;
        if (closing && (hopeless || System.nanoTime() + retry.remainingNanos() - closeNanos >= 0)) {
            giveUp();
        }
    }

    private void giveUp() {
        ledger.lost(queue.drain(), LossReason.STOPPED);
        if (sending != null) {
            ledger.lost(sending, LossReason.STOPPED);
        }
        if (attempt != null) {
            attempt.abort();
        }
        work.signalAll();
    }

    private void hurry() {
        retry.hurry();
        work.signalAll();
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

    private String socketText() {
        try {
            return address.get().socketText();
        } catch (RuntimeException e) {
            return "";
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
