package io.blackfire.conprof.osgi;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A part of ours that is there while a service of another bundle is, whenever that comes and goes. Knows no class of the
 * service: the part may, as it is touched only then.
 */
public final class ServiceGlue extends ServiceTracker<Object, Runnable> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final String failure;
    private final Part part;

    private ServiceGlue(BundleContext context, String service, String failure, Part part) {
        super(context, service, null);
        this.failure = failure;
        this.part = part;
    }

    /**
     * Opens it.
     *
     * @param service name of the service's class
     * @param failure what to log when the part cannot be opened, as its API is not the one known
     * @param part what to open for each such service
     * @return what closes it
     */
    public static Runnable open(BundleContext context, String service, String failure, Part part) {
        ServiceGlue glue = new ServiceGlue(context, service, failure, part);
        // true: the service need not be wired to the same packages as we, who have no wire to them yet
        glue.open(true);
        return glue::close;
    }

    @Override
    public Runnable addingService(ServiceReference<Object> reference) {
        Bundle bundle = reference.getBundle();
        BundleContext owner = bundle == null ? null : bundle.getBundleContext();
        if (owner == null) {
            return null; // gone while we looked
        }
        try {
            return part.open(owner);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.INFO, "{0}: {1}", failure, e.toString());
            return null;
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Runnable close) {
        try {
            close.run();
        } catch (IllegalStateException e) {
            // the framework was faster
        }
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
