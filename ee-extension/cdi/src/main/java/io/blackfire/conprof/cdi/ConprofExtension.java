package io.blackfire.conprof.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;

/**
 * The way in where there is CDI: {@code @Inject Profiler}, and applications without servlets. Whatever goes wrong here, the
 * application starts.
 */
public final class ConprofExtension implements Extension {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private Hold hold;

    /** For the server. */
    public ConprofExtension() {}

    void addBean(@Observes AfterBeanDiscovery discovery) {
        discovery.addBean(new ProfilerBean());
    }

    void start(@Observes @Initialized(ApplicationScoped.class) @Any Object event, BeanManager beans) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (hold != null || loader == null) {
            return;
        }
        try {
            hold = Applications.ALL.add(loader, new BeanApplication(beans, EnvironmentNames.lookUp()), false);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler: an application is not told apart", e);
        }
    }

    void stop(@Observes BeforeShutdown event) {
        Hold held = hold;
        hold = null;
        try {
            if (held != null) {
                held.end();
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler: an application's end is incomplete", e);
        }
    }
}
