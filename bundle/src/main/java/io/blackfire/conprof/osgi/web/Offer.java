package io.blackfire.conprof.osgi.web;

import java.time.Duration;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicInteger;

import org.osgi.framework.ServiceRegistration;

import io.blackfire.conprof.osgi.Later;

/**
 * A service of ours for the web container, which says by {@code init} that it has taken it. Pax Web 8 now and then does not:
 * its whiteboard asks which contexts an element is for and adds it to these in two steps, and a context that comes between
 * them never gets it. That is likeliest right after the container itself has come, which is when we come. So it is offered
 * again until it is taken.
 *
 * <p>Opened, looked at and closed by one thread; taken and dropped by any.
 */
final class Offer {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String TIMES = "io.blackfire.conprof.offered";

    private final Later later;
    private final AtomicInteger contexts = new AtomicInteger();
    private ServiceRegistration<?> registration;
    private Hashtable<String, Object> properties;

    /** @param later the thread that opens and closes */
    Offer(Later later) {
        this.later = later;
    }

    /** What it is, now that it is registered with these properties. */
    void open(ServiceRegistration<?> service, Hashtable<String, Object> registered) {
        registration = service;
        properties = registered;
        lookIn(FIRST, 1);
    }

    /** A servlet context has it from now on. */
    void taken() {
        contexts.incrementAndGet();
    }

    /** A servlet context has it no longer, maybe for a moment only. */
    void dropped() {
        if (contexts.decrementAndGet() == 0) {
            lookIn(FIRST, 1);
        }
    }

    void close() {
        ServiceRegistration<?> service = registration;
        registration = null;
        try {
            if (service != null) {
                service.unregister();
            }
        } catch (IllegalStateException e) {
            // the framework was faster
        }
    }

    private void lookIn(Duration delay, int times) {
        later.run(
                () -> {
                    if (registration != null && contexts.get() == 0) {
                        LOG.log(
                                System.Logger.Level.DEBUG,
                                "Not taken by the web container, offered again: {0}",
                                properties);
                        properties.put(TIMES, times);
                        registration.setProperties(properties);
                        Duration twice = delay.multipliedBy(2);
                        lookIn(twice.compareTo(LONGEST) < 0 ? twice : LONGEST, times + 1);
                    }
                },
                delay);
    }
}
