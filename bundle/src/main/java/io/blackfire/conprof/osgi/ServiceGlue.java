package io.blackfire.conprof.osgi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A part of ours that is there while a service of another bundle is, whenever that comes and goes. Knows no class of the
 * service: the part may, as it is touched only then.
 */
public final class ServiceGlue extends ServiceTracker<Object, CompletableFuture<Runnable>> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** Before each further look for classes. */
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private final Later later;
    private final List<String> classes;
    private final String failure;
    private final Part part;

    private ServiceGlue(
            BundleContext context, Later later, String service, List<String> classes, String failure, Part part) {
        super(context, service, null);
        this.later = later;
        this.classes = classes;
        this.failure = failure;
        this.part = part;
    }

    /**
     * Opens it.
     *
     * @param later a thread of ours, and never the one that tells of the service: parts load classes of others by dynamic
     *     imports, for which Felix waits until a refresh is over, and a refresh waits for the thread of the web container
     * @param service name of the service's class
     * @param classes one of each package that is imported dynamically: they are looked for before the part is touched, and some
     *     times again, as a framework may not find one just then, and the JVM lets no class find later what it has missed once
     * @param failure what to log when the part cannot be opened, as its API is not the one known
     * @param part what to open for each such service
     * @return what closes it
     */
    public static Runnable open(
            BundleContext context, Later later, String service, List<String> classes, String failure, Part part) {
        ServiceGlue glue = new ServiceGlue(context, later, service, classes, failure, part);
        // true: the service need not be wired to the same packages as we, who have no wire to them yet
        glue.open(true);
        return glue::close;
    }

    @Override
    public CompletableFuture<Runnable> addingService(ServiceReference<Object> reference) {
        Bundle bundle = reference.getBundle();
        BundleContext owner = bundle == null ? null : bundle.getBundleContext();
        if (owner == null) {
            return null; // gone while we looked
        }
        CompletableFuture<Runnable> close = new CompletableFuture<>();
        later.run(() -> open(reference, owner, close, 0), Duration.ZERO);
        return close;
    }

    private void open(
            ServiceReference<Object> reference, BundleContext owner, CompletableFuture<Runnable> close, int looks) {
        if (reference.getBundle() == null) {
            return; // gone before it was its turn
        }
        try {
            for (String name : classes) {
                context.getBundle().loadClass(name);
            }
            close.complete(part.open(owner));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            if (e instanceof ClassNotFoundException && looks < WAITS.size()) {
                later.run(() -> open(reference, owner, close, looks + 1), WAITS.get(looks));
            } else {
                LOG.log(System.Logger.Level.INFO, "{0}: {1}", failure, e.toString());
            }
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, CompletableFuture<Runnable> close) {
        // at once, or as soon as it is open
        close.thenAccept(run -> {
            try {
                run.run();
            } catch (IllegalStateException e) {
                // the framework was faster
            }
        });
    }

    /** What comes and goes with a service. */
    public interface Part {
        /**
         * Opens it.
         *
         * @param owner context of the bundle that the service belongs to
         * @return what closes it
         * @throws ReflectiveOperationException when the service's classes are not those known
         */
        Runnable open(BundleContext owner) throws ReflectiveOperationException;
    }
}
