package io.blackfire.conprof.osgi.web;

import javax.servlet.ServletContext;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.osgi.ApplicationTracker;

/** The servlet contexts of web application bundles, which the container registers as services of those bundles. */
final class WebContexts extends ServiceTracker<ServletContext, Long> {
    private final ApplicationTracker applications;

    WebContexts(BundleContext context, ApplicationTracker applications) {
        super(context, ServletContext.class, null);
        this.applications = applications;
    }

    @Override
    public Long addingService(ServiceReference<ServletContext> reference) {
        ServletContext servletContext = context.getService(reference);
        if (servletContext == null) {
            return null;
        }
        long bundleId = reference.getBundle().getBundleId();
        applications.webContext(bundleId, servletContext.getClassLoader());
        return bundleId;
    }

    @Override
    public void removedService(ServiceReference<ServletContext> reference, Long bundleId) {
        applications.webContext(bundleId, null);
        context.ungetService(reference);
    }
}
