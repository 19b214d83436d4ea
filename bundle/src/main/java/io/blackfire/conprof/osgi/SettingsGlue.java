package io.blackfire.conprof.osgi;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.Profiler;

/** Listens to ConfigAdmin from when there is one. Knows no class of it, so that we need not be refreshed when it comes. */
final class SettingsGlue extends ServiceTracker<Object, Runnable> {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String CONFIG_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";

    private final SettingsInForce settings;

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
        try {
            Runnable close = ManagedSettings.open(context, settings);
            // there may be two, and only the one that we were wired to can call us
            if (reference.isAssignableTo(context.getBundle(), CONFIG_ADMIN)) {
                return close;
            }
            close.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "No settings from this ConfigAdmin", e);
        }
        return null;
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Runnable close) {
        close.run();
    }
}
