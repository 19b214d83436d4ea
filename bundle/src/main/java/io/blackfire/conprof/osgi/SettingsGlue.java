package io.blackfire.conprof.osgi;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.Profiler;

/** Listens to ConfigAdmin from when there is one. Knows no class of it, so that neither its coming nor its going refreshes us. */
final class SettingsGlue extends ServiceTracker<Object, Runnable> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String CONFIG_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";

    private final SettingsInForce settings;
    private final Map<ServiceReference<Object>, Map<String, String>> said = new ConcurrentHashMap<>();

    private SettingsGlue(BundleContext context, SettingsInForce settings) {
        super(context, CONFIG_ADMIN, null);
        this.settings = settings;
    }

    /**
     * Starts the profiler, now or with the first word from the ConfigAdmin that is there: it calls soon with the settings
     * or with none, and only then is it known whether to start, and how.
     *
     * @return what ends listening
     */
    static Runnable open(BundleContext context, Profiler profiler) {
        SettingsInForce settings = new SettingsInForce(profiler);
        SettingsGlue glue = new SettingsGlue(context, settings);
        glue.open();
        if (glue.isEmpty()) {
            // it may come later, but nobody knows whether
            settings.start();
        }
        return () -> {
            settings.close();
            glue.close();
        };
    }

    @Override
    public Runnable addingService(ServiceReference<Object> reference) {
        Bundle bundle = reference.getBundle();
        if (bundle == null) {
            return null; // gone while we looked
        }
        try {
            Object listener = ManagedSettings.of(bundle, properties -> told(reference, SettingValues.of(properties)));
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put(Constants.SERVICE_PID, ManagedSettings.PID);
            return context.registerService(ManagedSettings.TYPE, listener, properties)::unregister;
        } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "No settings from this ConfigAdmin: {0}", e.toString());
            return null;
        }
    }

    /** There may be two, of which the other knows nothing of what this one says: the one that the framework prefers counts. */
    private void told(ServiceReference<Object> reference, Map<String, String> values) {
        said.put(reference, values);
        ServiceReference<Object> preferred = getServiceReference();
        if (preferred == null || preferred.equals(reference)) {
            settings.put(values);
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Runnable close) {
        close.run();
        said.remove(reference);
        ServiceReference<Object> preferred = getServiceReference();
        if (preferred == null) {
            // perhaps it never came to say anything
            settings.start();
        } else if (said.containsKey(preferred)) {
            settings.put(said.get(preferred));
        }
    }
}
