package io.blackfire.conprof.osgi.web;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.osgi.ApplicationTracker;

/** Marks requests while there is a web container with a whiteboard, whenever it comes and goes. Knows no servlet class. */
public final class WebGlue extends ServiceTracker<Object, RequestMarking> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String CONTAINER = "(objectClass=org.osgi.service.http.runtime.HttpServiceRuntime)";

    private final ApplicationTracker applications;

    private WebGlue(BundleContext context, ApplicationTracker applications) throws InvalidSyntaxException {
        super(context, context.createFilter(CONTAINER), null);
        this.applications = applications;
    }

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, ApplicationTracker applications) {
        try {
            WebGlue glue = new WebGlue(context, applications);
            // true: the container need not be wired to the same packages as we, who have no wire to them yet
            glue.open(true);
            return glue::close;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public RequestMarking addingService(ServiceReference<Object> reference) {
        Bundle container = reference.getBundle();
        BundleContext owner = container == null ? null : container.getBundleContext();
        if (owner == null) {
            return null; // gone while we looked
        }
        try {
            return new RequestMarking(context, owner, applications);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.INFO, "Requests are not marked: not a javax.servlet web container");
            return null;
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, RequestMarking marking) {
        marking.close();
    }
}
