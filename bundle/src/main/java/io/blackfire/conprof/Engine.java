package io.blackfire.conprof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.blackfire.conprof.agent.DeliveryStatus;

/**
 * What {@link Profiler} does behind its API: the state, and one {@link Worker} from each start to the next stop.
 *
 * <p>Thread-safe. The lock guards state only.
 */
final class Engine {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** A period, unless somebody sets another. */
    private static final Duration THROTTLE_WINDOW = Duration.ofSeconds(45);

    private static final Duration LIBRARY_START = Duration.ofSeconds(2);

    private final ServerInfo server;
    private final DeploymentRegistry deployments;
    private final Duration throttleWindow;
    private final Ledger ledger = new Ledger();
    private final SharedFlush sharedFlush = new SharedFlush(System::nanoTime);
    private final List<Consumer<ProfilerStatus.State>> listeners = new CopyOnWriteArrayList<>();
    // read without the lock: the upload thread asks with a lock of its own in its hand
    private volatile ProfilerConfig config;
    private ProfilerStatus.State state = ProfilerStatus.State.STOPPED;
    private String reason = "";
    private Instant since = Instant.now();
    private Worker worker;
    // the worker has been told to stop; start in this time means to start again once it has
    private boolean stopping;
    private boolean startAgain;
    private boolean closed;
    private boolean startRefused;

    Engine(ProfilerConfig config, ServerInfo server, DeploymentRegistry deployments) {
        this(config, server, deployments, THROTTLE_WINDOW);
    }

    /** @param throttleWindow how long to look at the cost of sampling before its rates change */
    Engine(ProfilerConfig config, ServerInfo server, DeploymentRegistry deployments, Duration throttleWindow) {
        this.throttleWindow = throttleWindow;
        this.config = config;
        this.server = server;
        this.deployments = deployments;
        report(config, List.of());
    }

    /** In a server at once; as a library after a moment, so that a program that lives for a second is seen from the start. */
    void start() {
        start(server.kind().isEmpty() ? LIBRARY_START : Duration.ZERO);
    }

    void start(Duration wait) {
        CompletableFuture<Void> begun;
        synchronized (this) {
            if (closed) {
                refuse();
                return;
            }
            startAgain = stopping;
            begun = worker == null ? launch() : worker.begun();
        }
        await(begun, wait, null);
    }

    private CompletableFuture<Void> launch() {
        enter(ProfilerStatus.State.STARTING, "");
        try {
            Worker launched = new Worker(this, server, deployments, ledger, new Random(), throttle());
            worker = launched;
            return launched.start();
        } catch (RuntimeException | Error e) {
            // no thread to be had, or a broken installation: the server goes on without us
            worker = null;
            enter(ProfilerStatus.State.UNAVAILABLE, "the profiler's thread cannot start: " + e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private Throttle throttle() {
        return new Throttle(Runtime.getRuntime().availableProcessors(), throttleWindow, config);
    }

    void stop() {
        CompletableFuture<Void> ended;
        Duration timeout;
        synchronized (this) {
            startAgain = false;
            if (worker == null) {
                enter(ProfilerStatus.State.STOPPED, "");
                return;
            }
            stopping = true;
            timeout = config.uploadTimeout();
            ended = worker.stop(timeout);
        }
        await(ended, timeout, null);
    }

    /** Whoever starts it from now on has kept it longer than those who made it. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        stop();
    }

    private void refuse() {
        LOG.log(
                startRefused ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "Blackfire profiler not started: it was closed, by the server part that made it; ask for the new one");
        startRefused = true;
    }

    boolean flush() {
        Worker flushing;
        Duration timeout;
        boolean following;
        synchronized (this) {
            flushing = worker;
            timeout = config.uploadTimeout();
            following = state == ProfilerStatus.State.FOLLOWING;
        }
        if (flushing == null) {
            return false;
        }
        if (following) {
            return deployments.neighbours().flush();
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        long lostBefore = flushing.lostOfThisLife();
        boolean submitted = await(flushing.endPeriod(), timeout, false);
        return submitted
                && flushing.awaitDelivery(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))
                // some may have been refused or pushed out before the wait began
                && flushing.lostOfThisLife() == lostBefore;
    }

    boolean flushForApplications() {
        return sharedFlush.flush(this::flush);
    }

    void configure(ProfilerConfig changed) {
        Worker informed;
        ProfilerConfig before;
        synchronized (this) {
            before = config;
            config = changed;
            informed = worker;
        }
        report(changed, before.problems());
        if (informed != null && !changed.sameValues(before)) {
            informed.configChanged(!changed.agentSocket().equals(before.agentSocket()));
        }
    }

    ProfilerConfig config() {
        return config;
    }

    synchronized ProfilerStatus status() {
        DeliveryStatus delivery = worker == null ? null : worker.delivery();
        return new ProfilerStatus(
                state,
                Stream.of(reason, whatIsWrong()).filter(why -> !why.isEmpty()).collect(Collectors.joining("; ")),
                since,
                config,
                worker == null ? "" : worker.asyncProfilerVersion(),
                ledger.cpuEngine(),
                ledger.periods(),
                ledger.applications(delivery),
                ledger.delivery(delivery, config.agentSocket()),
                ledger.lastPeriod());
    }

    /** While it runs. */
    private String whatIsWrong() {
        if (state != ProfilerStatus.State.RUNNING) {
            return "";
        }
        if (!ledger.loss().isEmpty()) {
            return "the last period is lost: " + ledger.loss();
        }
        if (!ledger.lowered().isEmpty()) {
            return "it samples at " + ledger.lowered() + ", to stay under overhead-limit and memory-limit";
        }
        boolean noPerfEvents = config.cpuEngine() == CpuEngine.PERF && ledger.perfEventsMissing();
        return noPerfEvents ? "perf events are not allowed here, CPU is sampled by timers" : "";
    }

    /** Notes what the profiler is doing; one line in the log for each change. */
    synchronized void enter(ProfilerStatus.State next, String why) {
        if (state == next && reason.equals(why)) {
            return;
        }
        state = next;
        reason = why;
        since = Instant.now();
        System.Logger.Level level =
                switch (next) {
                    case BUSY, UNAVAILABLE -> System.Logger.Level.WARNING;
                    case STARTING -> System.Logger.Level.DEBUG;
                    case RUNNING -> why.isEmpty() ? System.Logger.Level.INFO : System.Logger.Level.WARNING;
                    default -> System.Logger.Level.INFO;
                };
        LOG.log(level, "Blackfire profiler {0}{1}", SettingType.key(next), why.isEmpty() ? "" : ": " + why);
        listeners.forEach(listener -> listener.accept(next));
    }

    synchronized Runnable onState(Consumer<ProfilerStatus.State> listener) {
        listeners.add(listener);
        listener.accept(state);
        return () -> listeners.remove(listener);
    }

    /** The worker has ended; the next one may start. */
    synchronized void ended(Worker finished) {
        if (worker == finished) {
            ledger.keep(finished.delivery());
            worker = null;
            stopping = false;
            enter(ProfilerStatus.State.STOPPED, "");
            if (startAgain) {
                startAgain = false;
                launch();
            }
        }
    }

    /** What was refused before already is no news. */
    private static void report(ProfilerConfig config, List<ProfilerConfig.Problem> before) {
        // as texts: JDK 17 keeps the class whose records were compared last, and with it our class loader
        List<String> known =
                before.stream().map(ProfilerConfig.Problem::toString).toList();
        for (ProfilerConfig.Problem problem : config.problems()) {
            String text = problem.toString();
            LOG.log(known.contains(text) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING, "{0}", text);
        }
    }

    private static <T> T await(CompletableFuture<T> result, Duration timeout, T otherwise) {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException | TimeoutException e) {
            return otherwise;
        }
    }
}
