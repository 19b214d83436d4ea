package io.blackfire.conprof.osgi.health;

import java.util.Hashtable;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.Profiler;

/**
 * Has a health check wherever something runs Felix Health Checks, whenever that comes and goes. Their classes are taken
 * from whoever runs them: an import, even a dynamic one, would refresh us with their bundle.
 */
public final class HealthGlue extends ServiceTracker<Object, ServiceRegistration<?>> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String RUNNER = "(objectClass=org.apache.felix.hc.api.execution.HealthCheckExecutor)";

    private final Profiler profiler;

    private HealthGlue(BundleContext context, Profiler profiler) throws InvalidSyntaxException {
        super(context, context.createFilter(RUNNER), null);
        this.profiler = profiler;
    }

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, Profiler profiler) {
        try {
            HealthGlue glue = new HealthGlue(context, profiler);
            // true: we have no wire to the runner's packages
            glue.open(true);
            return glue::close;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ServiceRegistration<?> addingService(ServiceReference<Object> reference) {
        try {
            Object check = ProfilerHealthCheck.of(profiler, reference.getBundle());
            return context.registerService(ProfilerHealthCheck.TYPE, check, properties());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.INFO, "No health check: its API is not the one known, {0}", e.toString());
            return null;
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, ServiceRegistration<?> check) {
        try {
            check.unregister();
        } catch (IllegalStateException e) {
            // the framework was faster
        }
    }

    private static Hashtable<String, Object> properties() {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("hc.name", "Blackfire Conprof");
        properties.put("hc.tags", new String[] {"blackfire"});
        properties.put("hc.mbean.name", "blackfire");
        return properties;
    }
}
