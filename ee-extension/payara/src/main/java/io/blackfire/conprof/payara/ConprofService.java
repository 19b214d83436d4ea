package io.blackfire.conprof.payara;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.sun.appserv.server.util.Version;
import com.sun.enterprise.config.serverbeans.Config;
import com.sun.enterprise.container.common.spi.util.ComponentEnvManager;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import org.glassfish.api.StartupRunLevel;
import org.glassfish.api.admin.ServerEnvironment;
import org.glassfish.api.event.Events;
import org.glassfish.api.invocation.InvocationManager;
import org.glassfish.hk2.runlevel.RunLevel;
import org.glassfish.internal.data.ApplicationRegistry;
import org.jvnet.hk2.annotations.Service;
import org.jvnet.hk2.config.Transactions;
import org.osgi.framework.FrameworkUtil;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;

/**
 * The profiler in the server: starts with it, before applications load, and ends with it. Never fails, as the server would
 * not boot: without its parts there is no profile, and one line in the log that says why. Thread-safe.
 */
@Service
@RunLevel(StartupRunLevel.VAL)
public final class ConprofService {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String FOLDER = "blackfire-conprof";

    @Inject
    private ServerEnvironment environment;

    @Inject
    private Events events;

    @Inject
    private ApplicationRegistry registry;

    @Inject
    private InvocationManager invocations;

    @Inject
    private InvocationSpans spans;

    @Inject
    private Provider<ComponentEnvManager> components;

    @Inject
    private Transactions transactions;

    @Inject
    @Named(ServerEnvironment.DEFAULT_INSTANCE_NAME)
    private Config config;

    private final ConfigurationChanges changes = new ConfigurationChanges(this::configure);

    private volatile ServerProfiler profiler;
    private volatile DeployedApplications applications;

    /** For the server. */
    public ConprofService() {}

    @PostConstruct
    void start() {
        try {
            Path folder = environment.getInstanceRoot().toPath().resolve(FOLDER);
            ServerProfiler made = new ServerProfiler(settings().resolve(null), kind(), name(), folder);
            made.surroundings(new ServerClasses(FrameworkUtil.getBundle(ConprofService.class)
                    .getBundleContext()
                    .getBundles()));
            made.start();
            profiler = made;
            transactions.addTransactionsListener(changes);
            DeployedApplications known =
                    new DeployedApplications(made.deployments(), new InvokedApplications(components));
            applications = known;
            events.register(known);
            known.catchUp(registry);
            spans.of(known);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler incomplete: its installation is broken", e);
        }
    }

    @PreDestroy
    void stop() {
        transactions.removeTransactionsListener(changes);
        spans.of(null);
        if (applications != null) {
            events.unregister(applications);
        }
        if (profiler != null) {
            profiler.stop();
        }
    }

    /** The profiler of this server; empty when the installation is broken. */
    public Optional<Profiler> profiler() {
        return Optional.ofNullable(profiler).map(ServerProfiler::profiler);
    }

    /** The deployment that this class loader belongs to, if there is one. */
    public Optional<Deployment> deploymentOf(ClassLoader loader) {
        return applications == null ? Optional.empty() : applications.of(loader);
    }

    /** The deployment that the current thread works for, as far as the server knows. */
    public Optional<Deployment> currentDeployment() {
        var invocation = invocations.getCurrentInvocation();
        return applications == null || invocation == null
                ? Optional.empty()
                : Optional.ofNullable(applications.of(invocation));
    }

    private void configure() {
        try {
            ServerProfiler running = profiler;
            if (running != null) {
                running.configure(settings());
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Changed settings of the Blackfire profiler not in force", e);
        }
    }

    private WrittenSettings settings() {
        // to ask for it without making one where there is none
        return WrittenSettings.of(
                config.checkIfExtensionExists(ConprofConfiguration.class)
                        ? SettingAttributes.written(config.getExtensionByType(ConprofConfiguration.class))
                        : Map.of());
    }

    /** {@code payara 6.2025.9}, {@code glassfish 8.0.0}. */
    private static String kind() {
        String product = Version.getProductName().toLowerCase(Locale.ROOT);
        return (product.contains("payara") ? "payara" : product.replaceAll(".*(glassfish).*", "$1")) + " "
                + Version.getVersionNumber();
    }

    /** The domain's name where the only server is the domain's own; it is called "server" in all of them. */
    private String name() {
        return environment.isDas() ? environment.getInstanceRoot().getName() : environment.getInstanceName();
    }
}
