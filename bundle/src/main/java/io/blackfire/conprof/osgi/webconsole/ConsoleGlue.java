package io.blackfire.conprof.osgi.webconsole;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.Profiler;

/**
 * Offers the page to web consoles while there is an HTTP service, whenever it comes and goes; a console without one shows
 * nothing. Knows no class of the console, and none of the servlet API before there is one.
 */
public final class ConsoleGlue extends ServiceTracker<Object, ServiceRegistration<?>> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String HTTP_SERVICE = "(objectClass=org.osgi.service.http.HttpService)";

    private final Profiler profiler;

    private ConsoleGlue(BundleContext context, Profiler profiler) throws InvalidSyntaxException {
        super(context, context.createFilter(HTTP_SERVICE), null);
        this.profiler = profiler;
    }

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, Profiler profiler) {
        try {
            ConsoleGlue glue = new ConsoleGlue(context, profiler);
            // true: the service need not be wired to the same packages as we, who have no wire to them yet
            glue.open(true);
            return glue::close;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ServiceRegistration<?> addingService(ServiceReference<Object> reference) {
        try {
            return ConsolePage.register(context, profiler);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "No page for the web console: not a javax.servlet web container");
            return null;
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, ServiceRegistration<?> page) {
        try {
            page.unregister();
        } catch (IllegalStateException e) {
            // the framework was faster
        }
    }
}
