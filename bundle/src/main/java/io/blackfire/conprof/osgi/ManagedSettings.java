package io.blackfire.conprof.osgi;

import java.util.Dictionary;
import java.util.Hashtable;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;

/** Takes what one ConfigAdmin says under our PID. */
final class ManagedSettings implements ManagedService {
    static final String PID = "io.blackfire.conprof";

    private final SettingsInForce settings;

    ManagedSettings(SettingsInForce settings) {
        this.settings = settings;
    }

    /** Listens to ConfigAdmin; returns what ends that. */
    static Runnable open(BundleContext context, SettingsInForce settings) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, PID);
        return context.registerService(ManagedService.class, new ManagedSettings(settings), properties)::unregister;
    }

    @Override
    public void updated(Dictionary<String, ?> properties) {
        settings.put(SettingValues.of(properties));
    }
}
