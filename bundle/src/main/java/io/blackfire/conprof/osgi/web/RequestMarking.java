package io.blackfire.conprof.osgi.web;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;

import javax.servlet.Filter;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.http.whiteboard.Preprocessor;

/**
 * Our services in the web container. Tried with Pax Web 8: a preprocessor sees requests to whiteboard and HttpService
 * servlets but none to web application bundles. Those get a filter each once they are there: one filter for all of them
 * would be taken out and put in again in all with each one that comes, and is lost in one that is just about to start.
 *
 * <p>They are registered in the container's name. Pax Web 8 cleans up after each bundle that stopped, in a thread of its own;
 * when that comes after the bundle's next start, it forgets the filters of the new life and never removes them again.
 *
 * <p>Used by one thread, and never by the container's own: others wait for that while they hold a lock that these calls take.
 */
final class RequestMarking {
    private static final String NAME = "io.blackfire.conprof";

    private final BundleContext container;
    private final RequestOwner owner;
    private final Map<Long, ServiceRegistration<?>> filters = new HashMap<>();
    private ServiceRegistration<?> preprocessor;

    RequestMarking(BundleContext container, RequestOwner owner) {
        this.container = container;
        this.owner = owner;
    }

    void open() {
        preprocessor = container.registerService(Preprocessor.class, new MarkingPreprocessor(owner), named(NAME));
    }

    /** The servlet context of a web application bundle is there now. */
    void add(long id, String path) {
        filters.put(id, container.registerService(Filter.class, new MarkingFilter(owner), filterProperties(id, path)));
    }

    void remove(long id) {
        unregister(filters.remove(id));
    }

    void close() {
        filters.values().forEach(RequestMarking::unregister);
        filters.clear();
        unregister(preprocessor);
    }

    private static void unregister(ServiceRegistration<?> service) {
        try {
            if (service != null) {
                service.unregister();
            }
        } catch (IllegalStateException e) {
            // the framework was faster
        }
    }

    /** Pax Web gives all that have no name the same one, and of several with one name uses one only. */
    private static Hashtable<String, Object> named(String name) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.filter.name", name);
        return properties;
    }

    private static Hashtable<String, Object> filterProperties(long id, String path) {
        Hashtable<String, Object> properties = named(NAME + "." + id);
        String literally = path.replaceAll("[\\\\*()]", "\\\\$0");
        properties.put("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.path=" + literally + ")");
        properties.put("osgi.http.whiteboard.filter.pattern", "/*");
        properties.put("osgi.http.whiteboard.filter.asyncSupported", true);
        // last: put anywhere else, the container would destroy and initialise again the application's own filters; so
        // what these do is not marked (RATIONALE.md)
        properties.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        properties.put(
                "osgi.http.whiteboard.filter.dispatcher",
                new String[] {"REQUEST", "ASYNC", "FORWARD", "INCLUDE", "ERROR"});
        return properties;
    }
}
