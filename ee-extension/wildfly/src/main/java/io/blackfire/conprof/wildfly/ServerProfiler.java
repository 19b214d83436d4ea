package io.blackfire.conprof.wildfly;

import java.io.File;
import java.util.Locale;
import java.util.Map;

import org.jboss.as.server.ServerEnvironment;
import org.jboss.as.version.ProductConfig;

import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;

/** The profiler of one server, from one start of the subsystem to its end. */
final class ServerProfiler {
    private final Profiler profiler;
    private ProfilerConfig config;

    ServerProfiler(ServerEnvironment environment, ProfilerConfig config) {
        this.config = config;
        this.profiler = Profiler.builder()
                .config(config)
                .server(kind(environment.getProductConfig()), environment.getServerName())
                .directory(new File(environment.getServerDataDir(), ConprofSubsystemRegistrar.NAME).toPath())
                .build();
    }

    void start() {
        profiler.start();
    }

    void stop() {
        profiler.stop();
    }

    synchronized void configure(Map<String, String> settings) {
        config = ProfilerConfig.resolve(settings, config);
        profiler.configure(config);
    }

    Deployments deployments() {
        return profiler.deployments();
    }

    Profiler profiler() {
        return profiler;
    }

    /** {@code wildfly 39.0.1.Final}. */
    private static String kind(ProductConfig product) {
        String name = product.resolveName().toLowerCase(Locale.ROOT);
        return (name.startsWith("wildfly") ? "wildfly" : name) + " " + product.resolveVersion();
    }
}
