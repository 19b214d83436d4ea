package io.blackfire.conprof.wildfly.app;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

import io.blackfire.conprof.apps.work.Account;

/** Works when the container makes it, at the start of the application. */
@Singleton
@Startup
public class EarlyBean {
    private static final int UNITS = 500;

    /** For the container. */
    public EarlyBean() {}

    /** For the container. */
    @PostConstruct
    public void begin() {
        new Account(EarlyWork.NAME).work(UNITS);
    }
}
