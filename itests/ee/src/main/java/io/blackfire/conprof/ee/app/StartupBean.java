package io.blackfire.conprof.ee.app;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

/** Works when the container makes it and when it lets it go, if an environment entry says so. */
@Singleton
@Startup
public class StartupBean {
    /** For the container. */
    public StartupBean() {}

    /** For the container. */
    @PostConstruct
    public void begin() {
        Burner.work(units());
    }

    /** For the container. */
    @PreDestroy
    public void end() {
        Burner.work(units());
    }

    private static int units() {
        try {
            return InitialContext.<Integer>doLookup("java:comp/env/units-of-beans");
        } catch (NamingException e) {
            return 0;
        }
    }
}
