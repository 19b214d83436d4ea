package io.blackfire.conprof.wildfly.app;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

import io.blackfire.conprof.wildfly.app.beat.Beat;

/** Has a thread as long as the application is there. */
@WebListener
public final class BeatStarter implements ServletContextListener {
    private final Thread thread = new Thread(new Beat(), "beat");

    /** For the container. */
    public BeatStarter() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        thread.start();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        thread.interrupt();
    }
}
