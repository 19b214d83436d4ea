package io.blackfire.conprof.wildfly;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what fails of us away from deployments, and tells of it: the first time with all there is to know, after that with a
 * number, so that no log fills where each deployment has the same fault. Thread-safe.
 */
final class Faults {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final ConcurrentMap<String, AtomicLong> counts = new ConcurrentHashMap<>();

    /**
     * Does its part, whatever happens.
     *
     * @param deployment whose part it is
     * @param otherwise what the deployment has to do without when it fails
     */
    void attempt(String deployment, String otherwise, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | LinkageError e) {
            long count =
                    counts.computeIfAbsent(otherwise, any -> new AtomicLong()).incrementAndGet();
            if (count == 1) {
                LOG.log(System.Logger.Level.WARNING, "Deployment " + deployment + " " + otherwise, e);
            } else {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "Deployment {0} {1}, number {2}: {3}",
                        deployment,
                        otherwise,
                        count,
                        e);
            }
        }
    }
}
