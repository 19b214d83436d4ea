package io.blackfire.conprof.osgi.web;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;

import javax.servlet.Filter;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.http.whiteboard.Preprocessor;

import io.blackfire.conprof.osgi.Later;

/**
 * Our services in the web container. By the specification a filter for all contexts is the way, before all others: it knows
 * whose servlet the request is for, which a preprocessor does not. (Felix 5 does not say it of servlets of its HttpService.)
 *
 * <p>Tried with Pax Web 8: there a preprocessor does know, of requests to whiteboard and HttpService servlets, but sees none
 * to web application bundles. Those get a filter each once they are there: one filter for all of them would be taken out
 * and put in again in all with each one that comes, and is lost in one that is just about to start.
 *
 * <p>There they are registered in the container's name. Pax Web 8 cleans up after each bundle that stopped, in a thread of its
 * own; when that comes after the bundle's next start, it forgets the filters of the new life and never removes them again.
 *
 * <p>Used by one thread, and never by the container's own: others wait for that while they hold a lock that these calls take.
 */
final class RequestMarking {
    private static final String NAME = "io.blackfire.conprof";
    private static final String PAX_WEB = "org.ops4j.pax.web";
    private static final String EVERY_CONTEXT =
            "(|(osgi.http.whiteboard.context.name=*)(osgi.http.whiteboard.context.httpservice=*))";

    private final BundleContext own;
    private final BundleContext container;
    private final RequestOwner owner;
    private final Later later;
    private final Map<Long, Offer> filters = new HashMap<>();
    private final Offer forAll;
    private boolean closed;

    RequestMarking(BundleContext own, BundleContext container, RequestOwner owner, Later later) {
        this.own = own;
        this.container = container;
        this.owner = owner;
        this.later = later;
        this.forAll = new Offer(later);
    }

    /** Does nothing once it is closed. */
    void open() {
        if (closed) {
            return;
        }
        if (paxWeb()) {
            Hashtable<String, Object> properties = named(NAME);
            Preprocessor preprocessor = new MarkingPreprocessor(owner, forAll);
            forAll.open(container.registerService(Preprocessor.class, preprocessor, properties), properties);
        } else {
            Hashtable<String, Object> properties = filter(NAME, EVERY_CONTEXT, Integer.MAX_VALUE);
            forAll.open(own.registerService(Filter.class, new MarkingFilter(owner, forAll), properties), properties);
        }
    }

    private boolean paxWeb() {
        String name = container.getBundle().getSymbolicName();
        return name != null && name.startsWith(PAX_WEB);
    }

    /** The servlet context of a web application bundle is there now. */
    void add(long id, String path) {
        String literally = path.replaceAll("[\\\\*()]", "\\\\$0");
        // last: put anywhere else, the container would destroy and initialise again the application's own filters; so
        // what these do is not marked (RATIONALE.md)
        Hashtable<String, Object> properties =
                filter(NAME + "." + id, "(osgi.http.whiteboard.context.path=" + literally + ")", Integer.MIN_VALUE);
        Offer offer = new Offer(later);
        offer.open(container.registerService(Filter.class, new MarkingFilter(owner, offer), properties), properties);
        filters.put(id, offer);
    }

    void remove(long id) {
        Offer offer = filters.remove(id);
        if (offer != null) {
            offer.close();
        }
    }

    void close() {
        closed = true;
        filters.values().forEach(Offer::close);
        filters.clear();
        forAll.close();
    }

    /** Pax Web gives all that have no name the same one, and of several with one name uses one only. */
    private static Hashtable<String, Object> named(String name) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.filter.name", name);
        return properties;
    }

    private static Hashtable<String, Object> filter(String name, String contexts, int ranking) {
        Hashtable<String, Object> properties = named(name);
        properties.put("osgi.http.whiteboard.context.select", contexts);
        properties.put("osgi.http.whiteboard.filter.pattern", "/*");
        properties.put("osgi.http.whiteboard.filter.asyncSupported", true);
        properties.put(Constants.SERVICE_RANKING, ranking);
        properties.put(
                "osgi.http.whiteboard.filter.dispatcher",
                new String[] {"REQUEST", "ASYNC", "FORWARD", "INCLUDE", "ERROR"});
        return properties;
    }
}
