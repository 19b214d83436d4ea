package io.blackfire.conprof.osgi.health;

import java.util.Hashtable;
import java.util.List;

import org.osgi.framework.BundleContext;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.osgi.Later;
import io.blackfire.conprof.osgi.ServiceGlue;

/**
 * Has a health check wherever something runs Felix Health Checks. Their classes are taken from whoever runs them: an
 * import, even a dynamic one, would refresh us with their bundle.
 */
public final class HealthGlue {
    private HealthGlue() {}

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, Later later, Profiler profiler) {
        return ServiceGlue.open(
                context,
                later,
                "org.apache.felix.hc.api.execution.HealthCheckExecutor",
                List.of(),
                "No health check: its API is not the one known",
                runner -> {
                    Object check = ProfilerHealthCheck.of(profiler, runner.getBundle());
                    return context.registerService(ProfilerHealthCheck.TYPE, check, properties())::unregister;
                });
    }

    private static Hashtable<String, Object> properties() {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("hc.name", "Blackfire Conprof");
        properties.put("hc.tags", new String[] {"blackfire"});
        properties.put("hc.mbean.name", "blackfire");
        return properties;
    }
}
