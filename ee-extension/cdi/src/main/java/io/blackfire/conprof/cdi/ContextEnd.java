package io.blackfire.conprof.cdi;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * The end of a web application.
 *
 * @param hold what it lets go of
 */
record ContextEnd(Hold hold) implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        try {
            hold.end();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler: an application's end is incomplete", e);
        }
    }
}
