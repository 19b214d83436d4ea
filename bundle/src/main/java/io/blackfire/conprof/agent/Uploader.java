package io.blackfire.conprof.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

import io.blackfire.conprof.agent.Answer.Outcome;

/**
 * Brings profiles to the Agent: a queue in memory, a spool on disk, and one daemon thread that sends what is in them, one after the
 * other.
 *
 * <p>What fails for the moment is tried again after a growing, random wait, and waits on disk meanwhile, from where the next life of
 * ours takes it, too; what the Agent will never take is given up. No
 * method throws because of the Agent or the network, and {@link #submit} never waits for them: trouble is told by
 * {@link #status()} and in the log. All methods may be called from any thread.
 */
public final class Uploader {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** How long the thread may take to notice that its attempt was aborted. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(1);

    private final Supplier<AgentAddress> address;
    private final Backlog backlog;
    private final Time time;
    private final AtomicLong toldLost = new AtomicLong();
    private final Supplier<SpoolLimits> limits;
    private final Spool spool;
    private final Trouble trouble = new Trouble();
    private final UploadThread thread = new UploadThread(this::run);
    private volatile Attempt attempt;
    // of the thread alone: to find the host's name may take its time
    private Jvm jvm;
    private UploadRequest request;
    private boolean adopted;

    /**
     * An uploader; its thread starts with the first upload.
     *
     * @param address asked before each attempt
     * @param queueLimitBytes how many bytes of compressed profiles may wait in memory
     * @param limits how many may wait on disk, asked each time; it must not wait for a lock
     * @param spool the private folder for them, of all profilers that share one; empty while nobody knows it
     */
    public Uploader(
            Supplier<AgentAddress> address,
            long queueLimitBytes,
            Supplier<SpoolLimits> limits,
            Supplier<Optional<Path>> spool) {
        this(address, queueLimitBytes, Backoff.standard(new Random()), Condition::awaitNanos, limits, spool);
    }

    Uploader(
            Supplier<AgentAddress> address,
            long queueLimitBytes,
            Backoff backoff,
            Time time,
            Supplier<SpoolLimits> limits,
            Supplier<Optional<Path>> spool) {
        this.address = address;
        this.backlog = new Backlog(queueLimitBytes, backoff, time, limits);
        this.time = time;
        this.limits = limits;
        this.spool = new Spool(spool, () -> jvm().folderPrefix());
    }

    /**
     * Takes a profile to be delivered. Never blocks, never throws. When the queue would exceed its bytes because none can be
     * written to disk, the oldest waiting profiles are lost ({@link LossReason#QUEUE_FULL}), or the profile itself if there never is room for it
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

    /** How many of those that were {@linkplain #submit submitted} are lost; what a life before left is not among them. */
    public long lostOfThisLife() {
        return backlog.lostOfThisLife();
    }

    /** How uploads fare. */
    public DeliveryStatus status() {
        return backlog.status(socketText(), trouble.problem());
    }

    /**
     * Delivers what still waits in memory, for at most this long; then aborts the attempt that is under way, stores the rest on disk,
     * counts what cannot be stored as lost ({@link LossReason#STOPPED}) and ends the thread. When nobody listens where the Agent should be, or it asks for more
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
        backlog.end();
        long lost = status().lost().getOrDefault(LossReason.STOPPED, 0L);
        if (toldLost.getAndSet(lost) < lost) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profiles that waited for the Agent until the end, and are lost: " + lost);
        }
    }

    private void run() {
        try {
            while (goOn()) {
                // one after the other
            }
        } finally {
            spool.close(status().spooled() == 0);
        }
    }

    /** One step; false at the end. A defect of ours, or want of memory, costs a wait and never the thread. */
    private boolean goOn() {
        try {
            Backlog.Step step = backlog.next();
            if (step == null) {
                return false;
            }
            if (step.store()) {
                store(step.upload());
            } else {
                deliver(step.upload());
                adopt();
            }
            backlog.takeGarbage().forEach(spool::delete);
            tellLost();
            return true;
        } catch (Throwable e) {
            return recover(e);
        }
    }

    private boolean recover(Throwable error) {
        try {
            LOG.log(System.Logger.Level.DEBUG, "Blackfire profiler: an unexpected error", error);
            backlog.stumbled();
        } catch (Throwable again) {
            // as with any other error: the next step shows
        }
        return !backlog.gaveUp();
    }

    private void tellLost() {
        try {
            trouble.lost(backlog.lost());
        } catch (RuntimeException | Error e) {
            // nowhere to tell it
        }
    }

    private void store(PendingUpload upload) {
        Path file = null;
        try {
            file = spool.write(request().parcel(upload.upload())).orElse(null);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot store a profile", e);
        }
        backlog.stored(upload, file);
    }

    /** Once, when the first attempt has shown how the Agent is. */
    private void adopt() {
        if (!adopted && limits.get().bytes() > 0) {
            adopted = true;
            backlog.adopt(spool.adopt(limits.get().age(), time.nanos()));
        }
    }

    private void deliver(PendingUpload upload) {
        String socket = "";
        Answer answer;
        try {
            Optional<Parcel> parcel =
                    upload.file() == null ? Optional.of(request().parcel(upload.upload())) : spool.read(upload.file());
            if (parcel.isEmpty()) {
                backlog.unreadable(upload);
                return;
            }
            AgentAddress to = address.get();
            socket = to.socketText();
            answer = send(to, parcel.get());
        } catch (Throwable e) { // whatever it is, the next attempt may fare better
            answer = Answer.of(Outcome.NOT_NOW, LogText.of(e.toString()));
        }
        tell(socket, answer);
        backlog.settle(upload, answer);
    }

    /** The log is not ours: what it throws must end neither the thread nor the upload's account. */
    private void tell(String socket, Answer answer) {
        try {
            if (answer.outcome() == Outcome.DELIVERED) {
                trouble.delivered(socket);
            } else if (!backlog.gaveUp()) {
                trouble.failed(socket, answer);
            }
        } catch (RuntimeException | Error e) {
            // nowhere to tell it
        }
    }

    private Answer send(AgentAddress to, Parcel parcel) throws IOException {
        try (Attempt begun = new Attempt(to.timeout())) {
            attempt = begun;
            if (backlog.gaveUp()) { // close came before it could see this attempt
                begun.abort();
            }
            return AgentClient.send(to, parcel, begun);
        } finally {
            attempt = null;
        }
    }

    private UploadRequest request() {
        if (request == null) {
            request = new UploadRequest(new Tags(jvm()));
        }
        return request;
    }

    private Jvm jvm() {
        if (jvm == null) {
            jvm = Jvm.current(System.getenv());
        }
        return jvm;
    }

    private String socketText() {
        try {
            return address.get().socketText();
        } catch (RuntimeException e) {
            return "";
        }
    }
}
