package io.blackfire.conprof.payara;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

import io.blackfire.conprof.ClassSet;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.admin.ProfilerManagement;

/** The profiler of this server, from one start of it to its end. Thread-safe. */
final class ServerProfiler {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** The boot waits so long for sampling at the most. */
    private static final Duration BEGIN = Duration.ofSeconds(2);

    private static final ClassSet NONE = className -> false;

    private final Profiler profiler;
    private ProfilerConfig config;
    private Runnable jmx;

    /**
     * Not yet started.
     *
     * @param config the settings in force
     * @param kind product and version: {@code payara 6.2025.9}
     * @param name what this server is called
     * @param folder a private folder of its own; made when absent
     */
    ServerProfiler(ProfilerConfig config, String kind, String name, Path folder) {
        this.config = config;
        this.profiler = Profiler.builder()
                .config(config)
                .server(kind, name)
                .directory(folder)
                .build();
    }

    /** Never fails: deployments wait for it. */
    void start() {
        try {
            // made here unless it is there: GlassFish's own builder of it is seen in its threads, not in ours
            ManagementFactory.getPlatformMBeanServer();
            profiler.startAndWait(BEGIN);
            jmx = ProfilerManagement.register(profiler);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler incomplete", e);
        }
    }

    /** Uploads what there is, and ends it. */
    void stop() {
        if (jmx != null) {
            jmx.run();
        }
        profiler.close();
    }

    /** Says which classes the server has itself; its libraries work for whoever calls them. */
    void surroundings(ClassSet server) {
        profiler.deployments().surroundings(server, NONE);
    }

    /** Puts what is configured in force. */
    synchronized void configure(WrittenSettings settings) {
        config = settings.resolve(config);
        profiler.configure(config);
    }

    /** What its server runs. */
    Deployments deployments() {
        return profiler.deployments();
    }

    /** The profiler itself. */
    Profiler profiler() {
        return profiler;
    }
}
