package io.blackfire.conprof.osgi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

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

    private final Executor executor;
    private final String failure;
    private final Part part;

    private ServiceGlue(BundleContext context, Executor executor, String service, String failure, Part part) {
        super(context, service, null);
        this.executor = executor;
        this.failure = failure;
        this.part = part;
    }

    /**
     * Opens it.
     *
     * @param executor a thread of ours, and never the one that tells of the service: parts load classes of others by dynamic
     *     imports, for which Felix waits until a refresh is over, and a refresh waits for the thread of the web container
     * @param service name of the service's class
     * @param failure what to log when the part cannot be opened, as its API is not the one known
     * @param part what to open for each such service
     * @return what closes it
     */
    public static Runnable open(BundleContext context, Executor executor, String service, String failure, Part part) {
        ServiceGlue glue = new ServiceGlue(context, executor, service, failure, part);
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
        executor.execute(() -> {
            if (reference.getBundle() == null) {
                return; // gone before it was its turn
            }
            try {
                close.complete(part.open(owner));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.INFO, "{0}: {1}", failure, e.toString());
            }
        });
        return close;
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
