package io.blackfire.conprof.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.Condition;
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
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** How long the thread may take to notice that its attempt was aborted. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(1);

    private final Supplier<AgentAddress> address;
    private final Backlog backlog;
    private final Trouble trouble = new Trouble();
    private final UploadThread thread = new UploadThread(this::run);
    private volatile Attempt attempt;
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
        this.backlog = new Backlog(queueLimitBytes, backoff, pause);
    }

    /**
     * Takes a profile to be delivered. Never blocks, never throws. When the queue would exceed its bytes, the oldest waiting
     * profiles are lost ({@link LossReason#QUEUE_FULL}), or the profile itself if there never is room for it
     * ({@link LossReason#TOO_LARGE}); after {@link #close} the profile itself is
     * ({@link LossReason#STOPPED}).
     */
    public void submit(Upload upload) {
        if (backlog.submit(upload)) {
            thread.start();
        }
    }

    /** Ends a wait between two attempts: the Agent's address has changed, or there is reason to believe that it is back. */
    public void retryNow() {
        backlog.retryNow();
    }

    /**
     * Tries at once, and waits until everything that was submitted before is delivered or given up.
     *
     * @return whether all that still waited was delivered in time; false as well when the caller is interrupted
     */
    public boolean flush(Duration timeout) {
        return backlog.flush(timeout);
    }

    /** How uploads fare. */
    public DeliveryStatus status() {
        return backlog.status(socketText(), trouble.problem());
    }

    /**
     * Delivers what still waits, for at most this long; then aborts the attempt that is under way, counts the rest as lost
     * ({@link LossReason#STOPPED}) and ends the thread. When nobody listens where the Agent should be, or it asks for more
     * patience than there is time, that comes at once: a server must not stop later for want of an Agent. Only a look-up
     * of the Agent's name cannot be aborted; the thread, a daemon, then ends as soon as the system gives up on it. Can be
     * called again.
     */
    public void close(Duration timeout) {
        backlog.close(timeout);
        Attempt last = attempt;
        if (last != null) {
            last.abort();
        }
        thread.join(LAST_BREATH);
        long lost = status().lost().getOrDefault(LossReason.STOPPED, 0L);
        if (lost > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profiles that waited for the Agent until the end, and are lost: " + lost);
        }
    }

    private void run() {
        for (PendingUpload next = backlog.next(); next != null; next = backlog.next()) {
            deliver(next);
        }
    }

    private void deliver(PendingUpload upload) {
        String socket = "";
        Answer answer;
        try {
            AgentAddress to = address.get();
            socket = to.socketText();
            answer = send(to, upload);
        } catch (Throwable e) { // whatever it is, the next attempt may fare better
            answer = Answer.of(Outcome.NOT_NOW, LogText.of(e.toString()));
        }
        tell(socket, upload, answer);
        backlog.settle(upload, answer);
    }

    /** The log is not ours: what it throws must end neither the thread nor the upload's account. */
    private void tell(String socket, PendingUpload upload, Answer answer) {
        try {
            if (answer.outcome() == Outcome.DELIVERED) {
                trouble.delivered(socket);
            } else if (!backlog.givenUp(upload)) {
                trouble.failed(socket, answer);
            }
        } catch (RuntimeException | Error e) {
            // nowhere to tell it
        }
    }

    private Answer send(AgentAddress to, PendingUpload upload) throws IOException {
        try (Attempt begun = new Attempt(to.timeout())) {
            attempt = begun;
            if (backlog.givenUp(upload)) { // close came before it could see this attempt
                begun.abort();
            }
            return client().send(to, upload.upload(), begun);
        } finally {
            attempt = null;
        }
    }

    /** Made by the upload thread, which alone uses it: to find the host's name may take its time. */
    private AgentClient client() {
        if (client == null) {
            client = new AgentClient(new UploadRequest(new Tags(Jvm.current(System.getenv()))));
        }
        return client;
    }

    private String socketText() {
        try {
            return address.get().socketText();
        } catch (RuntimeException e) {
            return "";
        }
    }
}
