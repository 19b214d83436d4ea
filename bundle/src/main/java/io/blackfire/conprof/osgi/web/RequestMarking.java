package io.blackfire.conprof.osgi.web;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import javax.servlet.Filter;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.http.whiteboard.Preprocessor;

import io.blackfire.conprof.osgi.ApplicationTracker;

/**
 * Our two services in the web container. Tried with Pax Web 8: the preprocessor sees requests to whiteboard and
 * HttpService servlets but none to web application bundles; a filter for contexts of every path sees those.
 *
 * <p>They are registered in the container's name. Pax Web 8 cleans up after each bundle that stopped, in a thread of its own;
 * when that comes after the bundle's next start, it forgets the filters of the new life and never removes them again.
 */
final class RequestMarking {
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final WebContexts contexts;

    RequestMarking(BundleContext context, BundleContext container, ApplicationTracker applications) {
        RequestOwner owner = new RequestOwner(applications);
        contexts = new WebContexts(context, applications);
        contexts.open();
        Preprocessor preprocessor = new MarkingPreprocessor(owner);
        services.add(container.registerService(Preprocessor.class, preprocessor, named("io.blackfire.conprof.before")));
        services.add(container.registerService(Filter.class, new MarkingFilter(owner), filterProperties()));
    }

    void close() {
        for (ServiceRegistration<?> service : services) {
            try {
                service.unregister();
            } catch (IllegalStateException e) {
                // the framework was faster
            }
        }
        contexts.close();
    }

    /** Pax Web gives all that have no name the same one, and of several with one name uses one only. */
    private static Hashtable<String, Object> named(String name) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.filter.name", name);
        return properties;
    }

    private static Hashtable<String, Object> filterProperties() {
        Hashtable<String, Object> properties = named("io.blackfire.conprof");
        properties.put("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.path=*)");
        properties.put("osgi.http.whiteboard.filter.pattern", "/*");
        properties.put("osgi.http.whiteboard.filter.asyncSupported", true);
        // last: put anywhere else, the container would destroy and initialise again the application's own filters
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        properties.put(
                "osgi.http.whiteboard.filter.dispatcher",
                new String[] {"REQUEST", "ASYNC", "FORWARD", "INCLUDE", "ERROR"});
        return properties;
    }
}
