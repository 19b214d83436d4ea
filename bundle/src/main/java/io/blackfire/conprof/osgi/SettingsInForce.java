package io.blackfire.conprof.osgi;

import java.util.Map;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;

/**
 * Puts settings in force; the first word of them starts the profiler. Outlives each ConfigAdmin: the value that was good
 * before still is when the next one comes, and a profiler that somebody stopped meanwhile stays stopped.
 */
final class SettingsInForce {
    private final Profiler profiler;
    private ProfilerConfig before;
    private boolean started;
    private boolean closed;

    SettingsInForce(Profiler profiler) {
        this.profiler = profiler;
    }

    synchronized void put(Map<String, String> values) {
        if (closed) {
            return;
        }
        before = ProfilerConfig.resolve(values, before);
        profiler.configure(before);
        start();
    }

    /** Starts the profiler, if this was not done before. */
    synchronized void start() {
        if (!started && !closed) {
            started = true;
            profiler.start();
        }
    }

    synchronized void close() {
        closed = true;
    }
}
