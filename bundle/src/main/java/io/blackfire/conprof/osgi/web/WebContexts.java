package io.blackfire.conprof.osgi.web;

import javax.servlet.ServletContext;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.osgi.ApplicationTracker;

/** The servlet contexts, which the container registers as services of the bundles that they are made for. */
final class WebContexts extends ServiceTracker<ServletContext, Long> {
    private final ApplicationTracker applications;
    private final RequestMarking marking;

    WebContexts(BundleContext context, ApplicationTracker applications, RequestMarking marking) {
        super(context, ServletContext.class, null);
        this.applications = applications;
        this.marking = marking;
    }

    @Override
    public Long addingService(ServiceReference<ServletContext> reference) {
        Bundle bundle = reference.getBundle();
        ServletContext servletContext = context.getService(reference);
        if (bundle == null || servletContext == null) {
            return null; // gone while we looked
        }
        long id = id(reference);
        applications.addWebContext(id, bundle.getBundleId(), servletContext.getClassLoader());
        if (bundle.getHeaders("").get("Web-ContextPath") != null) {
            String path = "/" + servletContext.getContextPath().replaceFirst("^/", "");
            applications.run(() -> marking.add(id, path));
        }
        return id;
    }

    @Override
    public void removedService(ServiceReference<ServletContext> reference, Long id) {
        applications.run(() -> marking.remove(id));
        applications.removeWebContext(id);
        context.ungetService(reference);
    }

    private static long id(ServiceReference<ServletContext> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }
}
