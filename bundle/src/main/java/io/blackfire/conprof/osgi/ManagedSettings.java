package io.blackfire.conprof.osgi;

import java.util.Dictionary;
import java.util.Hashtable;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;

/** Puts what ConfigAdmin says under our PID in force, at once; the first word of it starts the profiler. */
final class ManagedSettings implements ManagedService {
    static final String PID = "io.blackfire.conprof";

    private final Profiler profiler;
    private ProfilerConfig before;
    private boolean closed;

    private ManagedSettings(Profiler profiler) {
        this.profiler = profiler;
    }

    /** Listens to ConfigAdmin; returns what ends that. */
    static Runnable open(BundleContext context, Profiler profiler) {
        ManagedSettings settings = new ManagedSettings(profiler);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, PID);
        var service = context.registerService(ManagedService.class, settings, properties);
        return () -> {
            settings.close();
            service.unregister();
        };
    }

    @Override
    public synchronized void updated(Dictionary<String, ?> properties) {
        if (closed) {
            return;
        }
        ProfilerConfig config = ProfilerConfig.resolve(SettingValues.of(properties), before);
        profiler.configure(config);
        if (before == null) {
            profiler.start();
        }
        before = config;
    }

    private synchronized void close() {
        closed = true;
    }
}
