package io.blackfire.conprof.osgi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.thread.OwnThread;

/**
 * Follows bundles, features and web contexts and looks for applications again when something changed; always in a thread
 * of its own, because those who tell of changes hold locks.
 */
public final class ApplicationTracker {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Deployments deployments;
    private final ApplicationSearch search;
    private final DeployedApplications applications;
    private final Set<Bundle> bundles = ConcurrentHashMap.newKeySet();
    private final Map<Long, WebContext> webContexts = new ConcurrentHashMap<>();
    private final Changes changes = new Changes();
    private final ScheduledThreadPoolExecutor executor = executor();
    private final BundleTracker<Bundle> tracker;
    private volatile Features features = NoFeatures.forEver();
    private volatile Thread thread;
    // used by the tracker's own thread alone
    private Future<?> later;

    ApplicationTracker(BundleContext context, Deployments deployments) {
        this.deployments = deployments;
        this.search = new ApplicationSearch(new ServerBundles(context));
        this.applications = new DeployedApplications(deployments);
        this.tracker = new BundleTracker<>(
                context, Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING, new Follower());
    }

    void open() {
        tracker.open();
    }

    void close() {
        tracker.close();
        run(() -> {
            applications.set(new Landscape(List.of(), Set.of(), Set.of()));
            deployments.changing(false);
        });
        // nothing that was asked for is thrown away: some of it takes our services out of others' hands
        executor.shutdown();
        try {
            executor.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The one application whose class loader this is; null when nobody's or not certain. */
    public Deployment owner(ClassLoader loader) {
        return applications.owner(loader);
    }

    /** Says who knows about features. */
    public void features(Features features) {
        this.features = features;
        changed();
    }

    private record WebContext(long bundleId, ClassLoader loader) {}

    /** Says which class loader one of a bundle's web contexts has. */
    public void addWebContext(long id, long bundleId, ClassLoader loader) {
        webContexts.put(id, new WebContext(bundleId, loader));
        changed();
    }

    /** Says that there is no such web context any longer. */
    public void removeWebContext(long id) {
        webContexts.remove(id);
        changed();
    }

    /** Looks again, soon. */
    public void changed() {
        if (changes.begin()) {
            run(() -> {
                changes.seen();
                look();
            });
        }
    }

    /** Runs something in the tracker's own thread. */
    public void run(Runnable work) {
        executor.execute(() -> runSafely(work));
    }

    /** Runs something in the tracker's own thread when the time is over; not at all when that is closed by then. */
    public void run(Runnable work, Duration delay) {
        executor.schedule(() -> runSafely(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void runSafely(Runnable work) {
        try {
            work.run();
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "A bundle was gone before we were done with it", e);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Applications may not be known for now", e);
        }
    }

    private void look() {
        if (later != null) {
            later.cancel(false);
        }
        Features now = features;
        Duration unsettled = now.unsettled();
        if (unsettled.isZero()) {
            try {
                applications.set(search.find(bundles, now.snapshot(), this::webLoaders));
            } finally {
                changes.end();
            }
        } else {
            // what is under way may end without a word: then this is the only look
            later = executor.schedule(this::changed, unsettled.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Of the web contexts of a bundle, always in the same order. */
    private List<ClassLoader> webLoaders(Bundle bundle) {
        return new TreeMap<>(webContexts)
                .values().stream()
                        .filter(web -> web.bundleId == bundle.getBundleId())
                        .map(WebContext::loader)
                        .toList();
    }

    private ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1,
                work -> {
                    thread = OwnThread.of(work, "deployments");
                    return thread;
                },
                (work, closed) -> {
                    // once closed, nothing that comes matters but what ends what it is about
                    if (Thread.currentThread() == thread) {
                        work.run();
                    }
                });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** Says when deployments are on their way: from the first word of a change until a look that no other has followed. */
    private final class Changes {
        private boolean waiting;

        /** Whether a look is to be asked for; else one is waiting that will see this as well. */
        synchronized boolean begin() {
            boolean first = !waiting;
            waiting = true;
            deployments.changing(true);
            return first;
        }

        synchronized void seen() {
            waiting = false;
        }

        synchronized void end() {
            if (!waiting) {
                deployments.changing(false);
            }
        }
    }

    private final class Follower implements BundleTrackerCustomizer<Bundle> {

        @Override
        public Bundle addingBundle(Bundle bundle, BundleEvent event) {
            bundles.add(bundle);
            changed();
            return bundle;
        }

        @Override
        public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
            // resolved or running makes no difference
        }

        @Override
        public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
            bundles.remove(bundle);
            changed();
        }
    }
}
