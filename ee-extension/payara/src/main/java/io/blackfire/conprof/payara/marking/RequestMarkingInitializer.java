package io.blackfire.conprof.payara.marking;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import org.glassfish.internal.api.Globals;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.payara.ConprofService;
import io.blackfire.conprof.servlet.RequestMarking;

/** Puts our filter before all others of an application. Whatever goes wrong, the application starts. */
public final class RequestMarkingInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Function<ClassLoader, Optional<Deployment>> deployments;

    /** For the server. */
    public RequestMarkingInitializer() {
        this(RequestMarkingInitializer::deployment);
    }

    /** @param deployments whose a class loader is */
    RequestMarkingInitializer(Function<ClassLoader, Optional<Deployment>> deployments) {
        this.deployments = deployments;
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        try {
            deployments
                    .apply(context.getClassLoader())
                    .ifPresent(deployment -> RequestMarking.install(context, deployment));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Requests to " + context.getContextPath() + " are told apart by class only",
                    e);
        }
    }

    private static Optional<Deployment> deployment(ClassLoader loader) {
        ConprofService service = Globals.get(ConprofService.class);
        return service == null ? Optional.empty() : service.deploymentOf(loader);
    }
}
