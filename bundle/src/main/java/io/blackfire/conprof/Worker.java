package io.blackfire.conprof;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.agent.AgentAddress;
import io.blackfire.conprof.agent.DeliveryStatus;
import io.blackfire.conprof.agent.Uploader;
import io.blackfire.conprof.attribution.ContextLoaders;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Spans;
import io.blackfire.conprof.attribution.SpansUnderWay;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingException;
import io.blackfire.conprof.sampling.SamplingPlan;
import io.blackfire.conprof.sampling.SpanCalls;

/** The profiler's thread, from one start to the next stop: period after period through the four stages. */
final class Worker {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final long QUEUE_BYTES = 16L << 20;
    private static final long FOR_EVER = Long.MAX_VALUE;
    /** How often context class loaders are looked at: short-lived threads are seen, and it costs some 50 µs. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Engine engine;
    private final DeploymentRegistry deployments;
    private final Sampler sampler;
    private final Uploader uploader;
    private final PeriodEnd periodEnd;
    private final ContextLoaders contextLoaders = new ContextLoaders();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    // of the session under way; used by the thread alone
    private ProfilerConfig sessionConfig;
    private long sessionNanos;

    private final Requests requests = new Requests();

    Worker(Engine engine, ServerInfo server, DeploymentRegistry deployments, Ledger ledger) {
        this.engine = engine;
        this.deployments = deployments;
        String owner = server.kind().isEmpty() ? "library" : server.kind();
        this.sampler = new Sampler(owner, server.directory());
        this.uploader = new Uploader(this::address, QUEUE_BYTES);
        this.periodEnd = new PeriodEnd(server, deployments, uploader, ledger, sampler::nextNumber);
        // without the inheritable thread locals and the context class loader of whoever starts us
        this.thread = new Thread(null, this::run, "blackfire-conprof", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Worker.class.getClassLoader());
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

    private void run() {
        try {
            while (!requests.stopping()) {
                turn();
            }
            if (sampler.sampling()) {
                endPeriod(false);
            }
        } catch (SamplingException | RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler: the last period is lost", e);
        } finally {
            end();
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
                sampler.close();
                idle(State.DISABLED, "enabled is false", FOR_EVER);
            } else if (sampler.sampling() || begin(config)) {
                samplePeriod();
            }
        } catch (SamplingException e) {
            idle(
                    e.busy() ? State.BUSY : State.UNAVAILABLE,
                    e.getMessage(),
                    e.retryable() ? config.period().toNanos() : FOR_EVER);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "Blackfire profiler: an unexpected error", e);
            periodEnd.lost(e.toString());
            abandonSession();
            idle(State.UNAVAILABLE, "an unexpected error: " + e, config.period().toNanos());
        }
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
        deployments.sampling(false);
        contextLoaders.clear();
        periodEnd.clear();
        deployments.spans().recordTo(Spans.Recorder.NONE);
        engine.enter(state, reason);
        begun.complete(null);
        requests.takeFlushes().forEach(flush -> flush.complete(false));
        requests.await(nanos);
    }

    private boolean begin(ProfilerConfig config) throws SamplingException {
        deployments.sampling(true);
        sampler.begin(plan(config));
        deployments.spans().recordTo(new SpanRecorder(sampler.spans()));
        sessionConfig = config;
        sessionNanos = System.nanoTime();
        engine.enter(State.RUNNING, "");
        begun.complete(null);
        return true;
    }

    /** Samples until the period is over, or somebody wants it to be, and brings its profiles on their way. */
    private void samplePeriod() throws SamplingException {
        while (true) {
            contextLoaders.look(deployments.owners());
            long left = sessionConfig.period().toNanos() - (System.nanoTime() - sessionNanos);
            if (left <= 0) {
                break;
            }
            requests.await(Math.min(left, LOOK_NANOS));
            if (requests.stopping()) {
                return;
            }
            if (requests.flushAsked() || !goesOnUnder(takeConfig())) {
                break;
            }
        }
        endPeriod(true);
    }

    private boolean goesOnUnder(ProfilerConfig now) {
        return now.enabled() && now.samplesLike(sessionConfig) && now.period().equals(sessionConfig.period());
    }

    /** Ends the session, begins the next one if that is wanted and possible, and only then works on what was recorded. */
    private void endPeriod(boolean goOn) throws SamplingException {
        List<CompletableFuture<Boolean>> asked = requests.takeFlushes();
        boolean submitted = false;
        try {
            contextLoaders.look(deployments.owners());
            List<Owner> removed = deployments.removed();
            SpansUnderWay spans = deployments.spans().underWay();
            SamplingException failure = null;
            try (Recording recording = sampler.end()) {
                ProfilerConfig config = engine.config();
                if (goOn && config.enabled() && !requests.stopping()) {
                    failure = tryToBegin(config);
                }
                submitted = periodEnd.process(config, recording, contextLoaders.endPeriod(removed), spans);
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

    private SamplingException tryToBegin(ProfilerConfig config) {
        try {
            begin(config);
            return null;
        } catch (SamplingException e) {
            return e;
        }
    }

    private void end() {
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

    private static SamplingPlan plan(ProfilerConfig config) {
        return new SamplingPlan(
                config.dimensions(),
                config.cpuEngine(),
                Duration.ofNanos(1_000_000_000L / config.cpuRate()),
                config.wallInterval(),
                config.allocIntervalBytes());
    }

    private ProfilerConfig takeConfig() {
        requests.takeChange();
        return engine.config();
    }

    /** What others ask of the thread. */
    private static final class Requests {
        private final List<CompletableFuture<Boolean>> flushes = new ArrayList<>();
        private boolean stopping;
        private boolean changed;
        private long stopNanos;

        /** A tenth of the time is kept for the end itself, so that the caller sees it. */
        synchronized void stop(Duration timeout) {
            if (!stopping) {
                stopping = true;
                stopNanos = System.nanoTime() + timeout.toNanos() / 10 * 9;
                notifyAll();
            }
        }

        synchronized boolean stopping() {
            return stopping;
        }

        synchronized Duration untilStop() {
            long left = stopping ? stopNanos - System.nanoTime() : 0;
            stopping = true;
            return Duration.ofNanos(Math.max(0, left));
        }

        synchronized CompletableFuture<Boolean> flush() {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            if (stopping) {
                done.complete(false);
            } else {
                flushes.add(done);
                notifyAll();
            }
            return done;
        }

        synchronized boolean flushAsked() {
            return !flushes.isEmpty();
        }

        synchronized List<CompletableFuture<Boolean>> takeFlushes() {
            List<CompletableFuture<Boolean>> taken = List.copyOf(flushes);
            flushes.clear();
            return taken;
        }

        synchronized void change() {
            changed = true;
            notifyAll();
        }

        synchronized void takeChange() {
            changed = false;
        }

        /** Waits until the time is over, or something is asked. */
        synchronized void await(long nanos) {
            long begin = System.nanoTime();
            while (!stopping && !changed && flushes.isEmpty()) {
                long left = nanos == FOR_EVER ? FOR_EVER : nanos - (System.nanoTime() - begin);
                if (left <= 0) {
                    return;
                }
                try {
                    // at most an hour at once, and never 0, which would mean for ever
                    wait(Math.max(1, Math.min(left / 1_000_000, 3_600_000)));
                } catch (InterruptedException e) {
                    // nobody but a server in trouble interrupts our thread: end in good order
                    stopping = true;
                    stopNanos = System.nanoTime();
                }
            }
        }
    }

    /** Nothing that goes wrong here may reach the application's thread. */
    private record SpanRecorder(SpanCalls calls) implements Spans.Recorder {
        @Override
        public long start() {
            try {
                return calls.start().getAsLong();
            } catch (RuntimeException | LinkageError e) {
                return 0;
            }
        }

        @Override
        public void end(long start, String tag) {
            try {
                calls.end().accept(tag, start);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.TRACE, "A span is lost", e);
            }
        }
    }
}
