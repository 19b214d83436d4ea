package io.blackfire.conprof.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

import com.acme.archive.Archive;
import com.acme.build.Build;
import com.acme.documents.Documents;
import com.acme.orders.Orders;
import com.acme.search.Search;
import com.acme.server.Pipeline;
import one.profiler.AsyncProfiler;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.ClassOwnership;
import io.blackfire.conprof.attribution.ContextLoaders;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.ThreadEvidence;
import io.blackfire.conprof.profile.Application;
import io.blackfire.conprof.profile.Conversion;
import io.blackfire.conprof.profile.Converter;
import io.blackfire.conprof.profile.Share;
import io.blackfire.conprof.sampling.NativeMetrics;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

/** A server with five deployments under load, sampled into one recording, and its conversion as the profiler does it. */
final class BusyServer {
    // what a big machine gives in 45 s at the default rates, a small one gives in seconds at these
    private static final SamplingPlan PLAN = new SamplingPlan(
            EnumSet.complementOf(EnumSet.of(Dimension.LOCK_CONTENTION)),
            CpuEngine.TIMER,
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            16 << 10);
    private static final String START =
            "start,jfr,jfropts=31,event=ctimer,interval=1ms,wall=20ms,alloc=16k,live,chunksize=0,"
                    + "chunktime=0,memlimit=192m,loglevel=none,file=";
    private static final int WORKERS = 24;
    private static final int PARKED = 100;
    private static final Duration REQUEST = Duration.ofMillis(25);

    private final List<Host> hosts = new ArrayList<>();
    private final Pipeline pipeline = new Pipeline();
    // most workers wait, as they do for databases
    private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final ClassOwnership classes;
    private Map<Long, Owner> contextLoaders = Map.of();

    BusyServer() throws Exception {
        hosts.add(Host.of("build", new Build()));
        hosts.add(Host.of("search", new Search()));
        hosts.add(Host.of("orders", new Orders()));
        hosts.add(Host.of("documents", new Documents()));
        hosts.add(Host.of("archive", new Archive()));
        classes = new ClassOwnership(owners());
    }

    private List<Owner> owners() {
        return hosts.stream().map(Host::owner).toList();
    }

    /**
     * Serves for so long, sampled all the time into a file. By async-profiler alone, as where our tracker of the live heap cannot be used:
     * what it writes is what both can read.
     */
    Recording record(Path file, Duration duration) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            threads.add(new Thread(() -> serve(end), "http-worker-" + i));
        }
        for (int i = 0; i < PARKED; i++) {
            Thread parked = new Thread(() -> park(end), "pool-" + i % 10 + "-thread-" + i);
            parked.setContextClassLoader(hosts.get(i % hosts.size()).loader());
            threads.add(parked);
        }
        ContextLoaders loaders = new ContextLoaders();
        threads.forEach(Thread::start);
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        profiler.execute(START + file);
        Instant begin = Instant.now();
        loaders.look(owners());
        Thread.sleep(duration.toMillis());
        contextLoaders = loaders.endPeriod(List.of());
        profiler.execute("stop,loglevel=none");
        Instant stopped = Instant.now();
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return new Recording(
                file,
                begin,
                stopped,
                Duration.ZERO,
                PLAN,
                new NativeMetrics(0, 0, Duration.ZERO, 0),
                Map.of(),
                Duration.ZERO);
    }

    private void serve(CountDownLatch end) {
        while (end.getCount() > 0) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            Host host = hosts.get(random.nextInt(hosts.size()));
            pipeline.next(random.nextInt(10, 40), () -> request(host));
        }
    }

    private void request(Host host) {
        running.acquireUninterruptibly();
        long end = System.nanoTime() + REQUEST.toNanos();
        do {
            enter(host);
        } while (System.nanoTime() < end);
        running.release();
    }

    private static void enter(Host host) {
        // one of them without marker, as where no hook exists: its classes decide
        if (host.application() instanceof Documents) {
            host.application().run();
        } else {
            host.owner().frame().run(host.application());
        }
    }

    private static void park(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Conversion convert(Recording recording) throws IOException {
        Attribution attribution = new Attribution(classes, contextLoaders, new ThreadEvidence());
        return Converter.convert(
                recording,
                attribution,
                owner -> owner == null
                        ? new Share(new Application("server", true, Map.of()), Map.of())
                        : new Share(new Application(owner.deployment(), false, owner.labels()), Map.of()));
    }
}
