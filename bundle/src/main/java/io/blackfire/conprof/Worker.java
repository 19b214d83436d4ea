package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.agent.AgentAddress;
import io.blackfire.conprof.agent.DeliveryStatus;
import io.blackfire.conprof.agent.SpoolLimits;
import io.blackfire.conprof.agent.Uploader;
import io.blackfire.conprof.attribution.ContextLoaders;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.PeriodSpans;
import io.blackfire.conprof.attribution.Spans;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingException;
import io.blackfire.conprof.sampling.SamplingPlan;
import io.blackfire.conprof.thread.OwnThread;

/** The profiler's thread, from one start to the next stop: period after period through the four stages. */
final class Worker {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final long QUEUE_BYTES = 16L << 20;
    /** How often context class loaders are looked at: short-lived threads are seen, and it costs some 50 µs. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long RECOVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** How long the profiles of a period wait for deployments that are on their way. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Engine engine;
    private final DeploymentRegistry deployments;
    private final Sampler sampler;
    private final Uploader uploader;
    private final PeriodEnd periodEnd;
    private final Throttle throttle;
    private final ContextLoaders contextLoaders = new ContextLoaders();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private final RandomGenerator random;

    // of the session under way; used by the thread alone
    private ProfilerConfig sessionConfig;
    private SamplingPlan sessionPlan;
    private long sessionNanos;
    private long periodNanos;

    private final Requests requests = new Requests();
    /** Held here: whoever else samples in this JVM holds it weakly. */
    private final Runnable look = requests::change;

    Worker(
            Engine engine,
            ServerInfo server,
            DeploymentRegistry deployments,
            Ledger ledger,
            RandomGenerator random,
            Throttle throttle) {
        this.engine = engine;
        this.throttle = throttle;
        this.random = random;
        this.deployments = deployments;
        String owner = server.kind().isEmpty() ? "library" : server.kind();
        this.sampler = new Sampler(owner, server.rank().ordinal(), look, server.directory());
        this.uploader = new Uploader(this::address, QUEUE_BYTES, this::spoolLimits, () -> spool(server));
        this.periodEnd = new PeriodEnd(server, deployments, uploader, ledger, sampler, throttle);
        this.thread = OwnThread.of(this::run, "");
    }

    /** Starts the thread. */
    CompletableFuture<Void> start() {
        thread.start();
        return begun;
    }

    /** Done when it samples, or it is known why it does not. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    /** Asks the thread to end the last period and to bring it to the Agent within the time. */
    CompletableFuture<Void> stop(Duration timeout) {
        requests.stop(timeout);
        return ended;
    }

    /** Asks the thread to end the period now; true when its profiles were handed to delivery. */
    CompletableFuture<Boolean> endPeriod() {
        return requests.flush();
    }

    boolean awaitDelivery(Duration timeout) {
        return uploader.flush(timeout);
    }

    long lostOfThisLife() {
        return uploader.lostOfThisLife();
    }

    void configChanged(boolean otherAgent) {
        requests.change();
        if (otherAgent) {
            uploader.retryNow();
        }
    }

    String asyncProfilerVersion() {
        return sampler.version();
    }

    DeliveryStatus delivery() {
        return uploader.status();
    }

    private AgentAddress address() {
        ProfilerConfig config = engine.config();
        return new AgentAddress(config.agentSocket(), config.serverId(), config.serverToken(), config.uploadTimeout());
    }

    private SpoolLimits spoolLimits() {
        ProfilerConfig config = engine.config();
        return new SpoolLimits(config.spoolLimitBytes(), config.spoolAge());
    }

    /** In a folder that is not a server's own, profiles for one Agent wait apart from those that others left for another. */
    private Optional<Path> spool(ServerInfo server) {
        return sampler.home()
                .map(home -> server.directory() != null
                        ? home.resolve("spool")
                        : home.resolve("spool-" + Integer.toHexString(address().account())));
    }

    private void run() {
        try {
            while (!requests.stopping()) {
                goOn();
            }
            if (sampler.sampling()) {
                endPeriod(false);
            }
        } catch (SamplingException e) {
            LOG.log(System.Logger.Level.DEBUG, "The last period is lost, and counted", e);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "Blackfire profiler: an unexpected error", e);
            periodEnd.lost(e.toString());
        } finally {
            end();
        }
    }

    /** One turn; want of memory costs a wait and never the thread, even where there is too little to say so. */
    private void goOn() {
        try {
            turn();
        } catch (Error e) {
            requests.await(RECOVERY_NANOS);
        }
    }

    /** One turn through the states; a defect of ours costs a period and never the thread. */
    private void turn() {
        ProfilerConfig config = takeConfig();
        try {
            if (!config.enabled()) {
                if (sampler.sampling()) {
                    endPeriod(false);
                }
                deployments.neighbours().leave();
                sampler.close();
                idle(State.DISABLED, "enabled is false", Requests.FOR_EVER);
            } else if (sampler.sampling() || begin(config, firstPeriod(config.period()))) {
                samplePeriod();
            }
        } catch (SamplingException e) {
            if (!e.led()) {
                abandonSession();
            }
            idle(stateOf(e), e.getMessage(), e.retryable() ? config.period().toNanos() : Requests.FOR_EVER);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "Blackfire profiler: an unexpected error", e);
            periodEnd.lost(e.toString());
            abandonSession();
            idle(State.UNAVAILABLE, "an unexpected error: " + e, config.period().toNanos());
        }
    }

    private static State stateOf(SamplingException e) {
        if (e.led()) {
            return State.FOLLOWING;
        }
        return e.busy() ? State.BUSY : State.UNAVAILABLE;
    }

    private void abandonSession() {
        try {
            sampler.close();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot clean up after sampling", e);
        }
    }

    /** Nothing is sampled: nothing is kept for a period either. */
    private void idle(State state, String reason, long nanos) {
        deployments.neighbours().follow();
        deployments.sampling(false);
        contextLoaders.clear();
        periodEnd.clear();
        // one that leads us reads them in the one recording there is
        deployments
                .spans()
                .recordTo(state == State.FOLLOWING ? new SpanRecorder(sampler.spans()) : Spans.Recorder.NONE);
        engine.enter(state, reason);
        begun.complete(null);
        requests.takeFlushes().forEach(flush -> flush.complete(false));
        requests.await(nanos);
    }

    /** Servers that start together, as after an update of them all, are not to upload in step for ever. */
    private Duration firstPeriod(Duration period) {
        return Duration.ofNanos((long) (period.toNanos() * (0.5 + random.nextDouble() / 2)));
    }

    private boolean begin(ProfilerConfig config, Duration period) throws SamplingException {
        deployments.sampling(true);
        SamplingPlan plan = plan(config);
        try {
            if (!sampler.sampling()) {
                sampler.begin(plan);
            }
        } finally {
            deployments.neighbours().join(sampler.copies());
        }
        deployments.neighbours().lead(engine::flushForApplications);
        deployments.spans().recordTo(new SpanRecorder(sampler.spans()));
        sessionConfig = config;
        sessionPlan = plan;
        sessionNanos = System.nanoTime();
        periodNanos = period.toNanos();
        engine.enter(State.RUNNING, sampler.lack());
        begun.complete(null);
        return true;
    }

    /** Samples until the period is over, or somebody wants it to be, and brings its profiles on their way. */
    private void samplePeriod() throws SamplingException {
        while (true) {
            contextLoaders.look(deployments.owners());
            long left = periodNanos - (System.nanoTime() - sessionNanos);
            if (left <= 0) {
                break;
            }
            requests.await(Math.min(left, LOOK_NANOS));
            if (requests.stopping()) {
                return;
            }
            if (sampler.wanted()) {
                stepAside();
                return;
            }
            ProfilerConfig config = takeConfig();
            if (requests.flushAsked() || !goesOnUnder(config)) {
                break;
            }
            Duration passed = Duration.ofNanos(System.nanoTime() - sessionNanos);
            throttle.watch(sampler.walking(), passed, sessionPlan, config);
            if (throttle.forbids(sessionPlan)) {
                break;
            }
        }
        endPeriod(true);
    }

    /** For a copy of us that knows more of this server. */
    private void stepAside() throws SamplingException {
        try {
            endPeriod(false);
        } finally {
            sampler.close();
        }
    }

    private boolean goesOnUnder(ProfilerConfig now) {
        return now.enabled() && now.samplesLike(sessionConfig) && now.period().equals(sessionConfig.period());
    }

    /** Ends the period, begins the next one if that is wanted and possible, and only then works on what was recorded. */
    private void endPeriod(boolean goOn) throws SamplingException {
        List<CompletableFuture<Boolean>> asked = requests.takeFlushes();
        boolean submitted = false;
        try {
            contextLoaders.look(deployments.owners());
            List<Owner> removed = deployments.removed();
            PeriodSpans spans = deployments.endPeriodSpans();
            SamplingException failure = null;
            ProfilerConfig config = engine.config();
            boolean goesOn = goOn && config.enabled() && !requests.stopping();
            try (Recording recording = goesOn ? sampler.end(plan(config)) : sampler.end()) {
                if (goesOn) {
                    failure = tryToBegin(config);
                    awaitDeployments();
                }
                submitted = periodEnd.process(config, recording, contextLoaders.endPeriod(removed), spans);
                if (sampler.sampling()) {
                    // the period may have told what it lacked
                    engine.enter(State.RUNNING, sampler.lack());
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Cannot delete a recording", e);
            } catch (SamplingException e) {
                periodEnd.lost(e.getMessage());
                throw e;
            } finally {
                periodEnd.forget(removed);
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            boolean delivered = submitted;
            asked.forEach(flush -> flush.complete(delivered));
        }
    }

    /** What is at work already but not yet known would be the server's in this period. */
    private void awaitDeployments() {
        CompletableFuture<Object> either = CompletableFuture.anyOf(deployments.settled(), requests.stopAsked());
        try {
            either.get(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "A period ended while deployments were changing");
        } catch (InterruptedException e) {
            // the next look at requests ends the thread
            Thread.currentThread().interrupt();
        }
    }

    private SamplingException tryToBegin(ProfilerConfig config) {
        try {
            begin(config, throttle.period(config));
            return null;
        } catch (SamplingException e) {
            return e;
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "Blackfire profiler: an unexpected error", e);
            return SamplingException.unavailable("an unexpected error: " + e, true, e);
        }
    }

    private void end() {
        deployments.spans().recordTo(Spans.Recorder.NONE);
        deployments.neighbours().leave();
        abandonSession();
        try {
            uploader.close(requests.untilStop());
        } finally {
            requests.takeFlushes().forEach(flush -> flush.complete(false));
            deployments.sampling(false);
            begun.complete(null);
            engine.ended(this);
            ended.complete(null);
        }
    }

    /** What to sample now. */
    private SamplingPlan plan(ProfilerConfig config) {
        SamplingPlan configured = new SamplingPlan(
                config.dimensions(),
                config.cpuEngine(),
                Duration.ofNanos(1_000_000_000L / config.cpuRate()),
                config.wallInterval(),
                config.allocIntervalBytes());
        return throttle.apply(configured, config);
    }

    private ProfilerConfig takeConfig() {
        requests.takeChange();
        return engine.config();
    }
}
