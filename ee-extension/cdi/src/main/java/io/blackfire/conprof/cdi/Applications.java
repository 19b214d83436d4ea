package io.blackfire.conprof.cdi;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.ArchiveClasses;

/**
 * All applications that this copy of us serves: one, in whose libraries it is, or those of a server. The profiler starts with the
 * first and stops with the last of them. Thread-safe.
 */
final class Applications {
    /** There is no object that the server's ways in to us have in common: one of a class loader it is. */
    static final Applications ALL = new Applications();

    private final List<Application> running = new ArrayList<>();
    private ServerProfiler profiler;

    private static final class Application {
        /** Weakly: the server may forget to tell of an end. */
        final Reference<ClassLoader> loader;

        final Deployment deployment;
        final ClassSource classes;
        final boolean whole;
        int holds;

        Application(ClassLoader loader, Deployment deployment, ClassSource classes, boolean whole) {
            this.loader = new WeakReference<>(loader);
            this.deployment = deployment;
            this.classes = classes;
            this.whole = whole;
        }
    }

    /**
     * An application starts.
     *
     * @param loader its class loader, which tells it from others
     * @param whole whether the facts are all there are; others give way to them
     */
    synchronized Hold add(ClassLoader loader, ApplicationFacts facts, boolean whole) {
        running.stream()
                .filter(application -> application.loader.get() == null)
                .toList()
                .forEach(this::remove);
        Application known = of(loader);
        if (known == null || whole && !known.whole) {
            if (profiler == null) {
                profiler = ServerProfiler.start(facts.server(), loader);
            }
            ClassSource classes = facts.classes();
            Deployment deployment = profiler.deployments().add(facts.name(), facts.labels(), classes, loader);
            Application better = new Application(loader, deployment, classes, whole);
            running.add(better);
            if (known != null) {
                better.holds = known.holds;
                remove(known);
            }
            known = better;
        }
        known.holds++;
        return new Hold(known.deployment, () -> release(new WeakReference<>(loader)));
    }

    /** The profiler for applications. */
    synchronized Profiler profiler() {
        return profiler == null
                ? Profiler.unavailable("it has ended with the applications")
                : profiler.forApplications();
    }

    private Application of(ClassLoader loader) {
        return running.stream()
                .filter(application -> application.loader.get() == loader)
                .findFirst()
                .orElse(null);
    }

    private synchronized void release(Reference<ClassLoader> loader) {
        Application known = of(loader.get());
        if (known == null || --known.holds > 0) {
            return;
        }
        remove(known);
        if (running.isEmpty()) {
            profiler.stop();
            profiler = null;
        }
    }

    private void remove(Application application) {
        running.remove(application);
        if (application.classes instanceof ArchiveClasses archive) {
            archive.keep();
        }
        application.deployment.remove();
    }
}
