package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;

/**
 * Follows bundles, features and web contexts and looks for applications again when something changed; always in a thread
 * of its own, because those who tell of changes hold locks.
 */
public final class ApplicationTracker {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final Features.Snapshot NO_FEATURES = new Features.Snapshot(List.of(), Set.of(), Set.of());

    private static final int STOP_SECONDS = 5;

    private final BundleContext context;
    private final ApplicationSearch search;
    private final DeployedApplications applications;
    private final Set<Bundle> bundles = ConcurrentHashMap.newKeySet();
    private final Map<Long, WebContext> webContexts = new ConcurrentHashMap<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ThreadPoolExecutor executor = executor();
    private final BundleTracker<Bundle> tracker;
    private volatile Features features;

    ApplicationTracker(BundleContext context, Deployments deployments) {
        this.context = context;
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
        run(() -> applications.set(new Landscape(List.of(), Set.of(), Set.of())));
        // nothing that was asked for is thrown away: some of it takes our services out of others' hands
        executor.shutdown();
        try {
            executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The one application whose class loader this is; null when nobody's or not certain. */
    public Deployment owner(ClassLoader loader) {
        return applications.owner(loader);
    }

    /** Says who knows about features; null when nobody does any longer. */
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
        if (!waiting.getAndSet(true)) {
            run(() -> {
                waiting.set(false);
                look();
            });
        }
    }

    /** Runs something in the tracker's own thread. */
    public void run(Runnable work) {
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (IllegalStateException e) {
                    LOG.log(System.Logger.Level.DEBUG, "A bundle was gone before we were done with it", e);
                } catch (RuntimeException | LinkageError e) {
                    LOG.log(System.Logger.Level.WARNING, "Applications may not be known for now", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.TRACE, "Closed", e);
        }
    }

    private void look() {
        Features now = features;
        if (now == null && context.getProperty("karaf.home") == null) {
            applications.set(search.find(bundles, NO_FEATURES, this::webLoaders));
        } else if (now != null && now.settled()) {
            applications.set(search.find(bundles, now.snapshot(), this::webLoaders));
        }
        // else: whoever settles it calls again
    }

    /** Of the web contexts of a bundle, always in the same order. */
    private List<ClassLoader> webLoaders(Bundle bundle) {
        return new TreeMap<>(webContexts)
                .values().stream()
                        .filter(web -> web.bundleId == bundle.getBundleId())
                        .map(WebContext::loader)
                        .toList();
    }

    private static ThreadPoolExecutor executor() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "blackfire-conprof-deployments");
                    thread.setDaemon(true);
                    // whoever happened to cause the first change shall not be kept reachable by this thread
                    thread.setContextClassLoader(null);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
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
