package io.blackfire.conprof.payara.marking;

import java.util.Set;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import org.glassfish.internal.api.Globals;

import io.blackfire.conprof.payara.ConprofService;
import io.blackfire.conprof.servlet.RequestMarking;

/** Puts our filter before all others of an application. Whatever goes wrong, the application starts. */
public final class RequestMarkingInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** For the server. */
    public RequestMarkingInitializer() {}

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        try {
            ConprofService service = Globals.get(ConprofService.class);
            if (service != null) {
                service.deploymentOf(context.getClassLoader())
                        .ifPresent(deployment -> RequestMarking.install(context, deployment));
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Requests to " + context.getContextPath() + " are told apart by class only",
                    e);
        }
    }
}
