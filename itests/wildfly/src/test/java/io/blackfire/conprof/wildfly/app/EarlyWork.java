package io.blackfire.conprof.wildfly.app;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

import io.blackfire.conprof.apps.work.Account;

/** Works while the application starts. */
@WebListener
public final class EarlyWork implements ServletContextListener {
    /** Whose account it is. */
    public static final String NAME = "early";

    private static final int UNITS = 1_500;

    /** For the container. */
    public EarlyWork() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        new Account(NAME).work(UNITS);
    }
}
