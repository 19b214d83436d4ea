package io.blackfire.conprof.payara;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.enterprise.deployment.Application;
import org.glassfish.api.ActionReport;
import org.glassfish.api.deployment.DeploymentContext;
import org.glassfish.api.deployment.archive.ReadableArchive;
import org.glassfish.api.event.EventListener;
import org.glassfish.api.invocation.ComponentInvocation;
import org.glassfish.internal.data.ApplicationInfo;
import org.glassfish.internal.data.ApplicationRegistry;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.payara.marking.RequestMarkingInitializer;
import io.blackfire.conprof.servlet.RequestMarking;

import static org.glassfish.internal.deployment.Deployment.APPLICATION_DISABLED;
import static org.glassfish.internal.deployment.Deployment.APPLICATION_PREPARED;
import static org.glassfish.internal.deployment.Deployment.APPLICATION_UNLOADED;
import static org.glassfish.internal.deployment.Deployment.DEPLOYMENT_FAILURE;

/**
 * Follows what the server deploys, and tells the profiler. An application is known from before it is loaded until after it is
 * unloaded. Whatever fails here, its deployment goes on. Thread-safe.
 */
final class DeployedApplications implements EventListener {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final ApplicationReader reader;
    private final InvokedApplications invoked;
    private final InternalApplications internal = InternalApplications.ofThisServer();
    private final Map<String, DeployedApplication> byName = new ConcurrentHashMap<>();

    DeployedApplications(Deployments deployments, InvokedApplications invoked) {
        this.reader = new ApplicationReader(deployments);
        this.invoked = invoked;
    }

    /** Adds those that were there before us. */
    void catchUp(ApplicationRegistry registry) {
        for (String name : registry.getAllApplicationNames()) {
            ApplicationInfo info = registry.get(name);
            Application application = info == null ? null : info.getMetaData(Application.class);
            if (application != null && !byName.containsKey(name) && !internal.contains(info.getSource())) {
                add(application, info.getSource(), ApplicationLoaders.of(info));
            }
        }
    }

    @Override
    public void event(Event<?> event) {
        if (event.is(APPLICATION_PREPARED) && event.hook() instanceof DeploymentContext context) {
            Application application = context.getModuleMetaData(Application.class);
            if (application != null && !internal(context)) {
                add(application, context.getSource(), ApplicationLoaders.of(context));
            }
        } else if ((event.is(APPLICATION_UNLOADED) || event.is(APPLICATION_DISABLED))
                && event.hook() instanceof ApplicationInfo info) {
            // one that was prepared for other servers only, or disabled, is never loaded
            remove(info.getName());
        } else if (event.is(DEPLOYMENT_FAILURE) && event.hook() instanceof DeploymentContext context) {
            Application application = context.getModuleMetaData(Application.class);
            // told of mere warnings as well
            if (application != null && context.getActionReport().getActionExitCode() == ActionReport.ExitCode.FAILURE) {
                remove(application.getRegistrationName());
            }
        }
    }

    /** Whose work an invocation is, if it is an application's that we know; null otherwise: asked all the time. */
    Deployment of(ComponentInvocation invocation) {
        String name = invoked.name(invocation);
        DeployedApplication application = name == null ? null : byName.get(name);
        return application == null ? null : application.module(invocation.getModuleName());
    }

    /** Whose class loader it is. */
    Optional<Deployment> of(ClassLoader loader) {
        return byName.values().stream()
                .flatMap(application -> application.modules().stream())
                .filter(module -> module.loader() == loader)
                .map(DeployedModule::deployment)
                .findFirst();
    }

    private void add(Application application, ReadableArchive archive, ApplicationLoaders loaders) {
        letIn(application);
        try {
            remove(application.getRegistrationName());
            byName.put(application.getRegistrationName(), reader.add(application, archive, loaders));
            BeanMarking.install(application.getEjbDescriptors());
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Application " + application.getRegistrationName() + " counts as the server",
                    e);
        }
    }

    /** An application that names the classes of the server that it sees would not start: it would not see our filter. */
    private static void letIn(Application application) {
        try {
            if (application.isWhitelistEnabled()) {
                application.addWhitelistPackage(RequestMarkingInitializer.class.getPackageName());
                application.addWhitelistPackage(RequestMarking.class.getPackageName());
            }
        } catch (NoSuchMethodError e) {
            // GlassFish has no such thing
        }
    }

    private boolean internal(DeploymentContext context) {
        // the server unpacks some of them elsewhere
        return internal.contains(context.getOriginalSource()) || internal.contains(context.getSource());
    }

    private void remove(String name) {
        DeployedApplication application = byName.remove(name);
        if (application != null) {
            application.remove();
        }
    }
}
