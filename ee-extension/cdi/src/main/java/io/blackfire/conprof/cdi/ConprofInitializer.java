package io.blackfire.conprof.cdi;

import java.util.Set;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;

import io.blackfire.conprof.servlet.RequestMarking;

/** The way in where there are servlets: a web application starts. Whatever goes wrong here, it does. */
public final class ConprofInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** For the server. */
    public ConprofInitializer() {}

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        try {
            WebApplication application = new WebApplication(context);
            Hold hold = Applications.ALL.add(context.getClassLoader(), application, true);
            // in this order: without its end we had better not know of it
            if (application.endsBy(hold)) {
                RequestMarking.install(context, hold.deployment());
            } else {
                hold.end();
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Blackfire profiler: " + context.getContextPath() + " is not told apart",
                    e);
        }
    }
}
