package io.blackfire.conprof.cdi;

import java.time.Duration;

import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.Rank;
import io.blackfire.conprof.admin.ProfilerManagement;

/**
 * The profiler, from the start of the first application to the end of the last.
 *
 * @param profiler the profiler itself
 * @param jmx what takes it from the management console
 */
record ServerProfiler(Profiler profiler, Runnable jmx) {
    /** The first application's start waits so long for sampling at the most. */
    private static final Duration BEGIN = Duration.ofSeconds(2);

    /**
     * @param kind product and version of the server
     * @param application the first one's class loader: its settings are those in force
     */
    static ServerProfiler start(String kind, ClassLoader application) {
        Profiler profiler = Profiler.builder()
                .config(ProfilerConfig.resolve(MicroProfileSettings.of(application)))
                .server(kind, kind.split(" \\d")[0])
                .rank(Rank.PORTABLE)
                .build();
        profiler.startAndWait(BEGIN);
        return new ServerProfiler(profiler, ProfilerManagement.register(profiler));
    }

    Deployments deployments() {
        return profiler.deployments();
    }

    Profiler forApplications() {
        return profiler.forApplications();
    }

    /** Uploads what there is, and ends it. */
    void stop() {
        jmx.run();
        profiler.close();
    }
}
