package io.blackfire.conprof;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.blackfire.conprof.agent.AgentAddress;
import io.blackfire.conprof.agent.DeliveryStatus;
import io.blackfire.conprof.agent.Uploader;
import io.blackfire.conprof.attribution.ContextLoaders;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingException;
import io.blackfire.conprof.sampling.SamplingPlan;

/** The profiler's thread, from one start to the next stop: period after period through the four stages. */
final class Worker {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final long QUEUE_BYTES = 16L << 20;
    /** How often context class loaders are looked at: short-lived threads are seen, and it costs some 50 µs. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Engine engine;
    private final DeploymentRegistry deployments;
    private final Sampler sampler;
    private final Uploader uploader;
    private final PeriodEnd periodEnd;
    private final ContextLoaders contextLoaders = new ContextLoaders();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    // what others ask of the thread; guarded by this
    private final List<CompletableFuture<Boolean>> flushes = new ArrayList<>();
    private boolean stopping;
    private boolean changed;
    private long stopDeadline;

    Worker(Engine engine, ServerInfo server, DeploymentRegistry deployments, Ledger ledger) {
        this.engine = engine;
        this.deployments = deployments;
        String owner = server.kind().isEmpty() ? "library" : server.kind();
        this.sampler = new Sampler(owner, server.directory());
        this.uploader = new Uploader(this::address, QUEUE_BYTES);
        this.periodEnd = new PeriodEnd(server, deployments, uploader, ledger);
        this.thread = new Thread(this::run, "blackfire-conprof");
        thread.setDaemon(true);
        // the creator's may be an application's
        thread.setContextClassLoader(Worker.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Asks the thread to end the last period and to bring it to the Agent within the time. */
    synchronized CompletableFuture<Void> stop(Duration timeout) {
        if (!stopping) {
            stopping = true;
            stopDeadline = System.nanoTime() + timeout.toNanos();
            notifyAll();
        }
        return ended;
    }

    /** Asks the thread to end the period now; true when its profiles were handed to delivery. */
    synchronized CompletableFuture<Boolean> endPeriod() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        if (stopping) {
            done.complete(false);
        } else {
            flushes.add(done);
            notifyAll();
        }
        return done;
    }

    boolean awaitDelivery(Duration timeout) {
        return uploader.flush(timeout);
    }

    void configChanged(boolean otherAgent) {
        synchronized (this) {
            changed = true;
            notifyAll();
        }
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
            while (!stopRequested()) {
                ProfilerConfig config = takeConfig();
                if (!config.enabled()) {
                    engine.enter(ProfilerStatus.State.DISABLED, "enabled is false");
                    sampler.close();
                    pause(Long.MAX_VALUE);
                } else if (sampler.sampling() || begin(config)) {
                    samplePeriod(config);
                }
            }
            endLastPeriod();
        } catch (RuntimeException | LinkageError e) {
            // a defect of ours shall not take more with it than us
            LOG.log(System.Logger.Level.ERROR, "Blackfire profiler ended by an unexpected error", e);
        } finally {
            end();
        }
    }

    private boolean begin(ProfilerConfig config) {
        try {
            sampler.begin(plan(config));
            engine.enter(ProfilerStatus.State.RUNNING, "");
            return true;
        } catch (SamplingException e) {
            engine.enter(e.busy() ? ProfilerStatus.State.BUSY : ProfilerStatus.State.UNAVAILABLE, e.getMessage());
            pause(e.retryable() ? config.period().toNanos() : Long.MAX_VALUE);
            return false;
        }
    }

    /** Samples until the period is over, or somebody wants it to be, and brings its profiles on their way. */
    private void samplePeriod(ProfilerConfig config) {
        long deadline = System.nanoTime() + config.period().toNanos();
        ProfilerConfig inForce = config;
        while (true) {
            contextLoaders.look(deployments.owners());
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            if (!pause(Math.min(left, LOOK_NANOS))) {
                continue;
            }
            if (stopRequested()) {
                return;
            }
            ProfilerConfig now = takeConfig();
            boolean otherSession =
                    !now.enabled() || !now.samplesLike(inForce) || !now.period().equals(inForce.period());
            if (otherSession || flushRequested()) {
                break;
            }
            inForce = now;
        }
        List<CompletableFuture<Boolean>> asked = takeFlushes();
        boolean submitted = endPeriod(engine.config());
        asked.forEach(flush -> flush.complete(submitted));
    }

    private boolean endPeriod(ProfilerConfig next) {
        contextLoaders.look(deployments.owners());
        List<Owner> removed = deployments.removed();
        boolean submitted = false;
        try (Recording recording = sampler.end()) {
            if (next.enabled() && !stopRequested()) {
                begin(next);
            }
            submitted = periodEnd.process(engine.config(), recording, contextLoaders.endPeriod());
        } catch (SamplingException e) {
            periodEnd.lost(e.getMessage());
            engine.enter(ProfilerStatus.State.BUSY, e.getMessage());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot delete a recording", e);
        }
        periodEnd.forget(removed);
        return submitted;
    }

    private void endLastPeriod() {
        if (sampler.sampling()) {
            endPeriod(engine.config());
        }
    }

    private void end() {
        try {
            sampler.close();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot clean up after sampling", e);
        }
        long deadline;
        synchronized (this) {
            deadline = stopping ? stopDeadline : System.nanoTime();
            stopping = true;
        }
        uploader.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        takeFlushes().forEach(flush -> flush.complete(false));
        engine.ended(this);
        ended.complete(null);
    }

    private static SamplingPlan plan(ProfilerConfig config) {
        return new SamplingPlan(
                config.dimensions(),
                config.cpuEngine(),
                Duration.ofNanos(1_000_000_000L / config.cpuRate()),
                config.wallInterval(),
                config.allocIntervalBytes());
    }

    /** Waits until the time is over, or something was asked; whether something was. */
    private synchronized boolean pause(long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (!stopping && !changed && flushes.isEmpty()) {
            long left = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                // at most an hour at once, and never 0, which would mean for ever
                wait(Math.max(1, Math.min(left / 1_000_000, 3_600_000)));
            } catch (InterruptedException e) {
                // nobody but a server in trouble interrupts our thread: end in good order
                stopping = true;
                stopDeadline = System.nanoTime();
            }
        }
        return true;
    }

    private synchronized boolean stopRequested() {
        return stopping;
    }

    private synchronized boolean flushRequested() {
        return !flushes.isEmpty();
    }

    private synchronized List<CompletableFuture<Boolean>> takeFlushes() {
        List<CompletableFuture<Boolean>> taken = List.copyOf(flushes);
        flushes.clear();
        return taken;
    }

    private synchronized ProfilerConfig takeConfig() {
        changed = false;
        return engine.config();
    }
}
