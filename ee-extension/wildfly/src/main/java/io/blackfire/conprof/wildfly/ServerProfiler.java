package io.blackfire.conprof.wildfly;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jboss.as.server.ServerEnvironment;
import org.jboss.as.version.ProductConfig;
import org.jboss.modules.Module;

import io.blackfire.conprof.ClassSet;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.admin.Doctor;
import io.blackfire.conprof.admin.Finding;
import io.blackfire.conprof.admin.ProfilerManagement;

/**
 * The profiler of one server, from one start of the subsystem to its end. It knows the server by the properties that this sets
 * before all else, so that nothing is left to fail when it starts.
 */
final class ServerProfiler {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** Deployments wait so long for sampling at the most; the rest of the boot goes on meanwhile. */
    private static final Duration BEGIN = Duration.ofSeconds(2);

    /** And whoever manages it, right after the server is up. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final ClassSet NONE = className -> false;

    private final Profiler profiler;
    private final Doctor doctor;
    private final ServerModules modules =
            new ServerModules(Module.getBootModuleLoader(), this::tellSurroundings, System::nanoTime);
    private final CountDownLatch started = new CountDownLatch(1);
    private ProfilerConfig config;
    private Runnable jmx;

    ServerProfiler(ProfilerConfig config) {
        this.config = config;
        Path folder = Path.of(System.getProperty(ServerEnvironment.SERVER_DATA_DIR), ConprofSubsystemRegistrar.NAME);
        this.profiler = Profiler.builder()
                .config(config)
                .server(kind(), System.getProperty(ServerEnvironment.SERVER_NAME))
                .directory(folder)
                .build();
        this.doctor = new Doctor(profiler, folder);
    }

    /** Never fails: deployments wait for it. */
    void start() {
        try {
            tellSurroundings();
            profiler.startAndWait(BEGIN);
            jmx = ProfilerManagement.register(profiler);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler incomplete", e);
        } finally {
            started.countDown();
        }
    }

    /** Libraries that the server brings are its own: who uses them from an application is seen by the application's frames. */
    private void tellSurroundings() {
        profiler.deployments().surroundings(modules, NONE);
    }

    void stop() {
        if (jmx != null) {
            jmx.run();
        }
        // whoever still has it shall not start it beside the next one
        profiler.close();
    }

    /** Puts settings in force; returns those that were. */
    synchronized ProfilerConfig configure(ConfiguredSettings settings) {
        ProfilerConfig before = config;
        configure(settings.resolve(before));
        return before;
    }

    synchronized void configure(ProfilerConfig settings) {
        config = settings;
        profiler.configure(settings);
    }

    Deployments deployments() {
        return profiler.deployments();
    }

    /** The profiler, once it has started: after the boot of a server without deployments that may take a moment. */
    Profiler profiler() {
        try {
            if (!started.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "The profiler has not started yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return profiler;
    }

    List<Finding> examine() {
        return doctor.examine();
    }

    /** {@code wildfly 39.0.1.Final}. */
    private static String kind() {
        ProductConfig product = ProductConfig.fromFilesystemSlot(
                Module.getBootModuleLoader(), System.getProperty(ServerEnvironment.HOME_DIR), new HashMap<>());
        String name = product.resolveName().toLowerCase(Locale.ROOT);
        return (name.startsWith("wildfly") ? "wildfly" : name) + " " + product.resolveVersion();
    }
}
