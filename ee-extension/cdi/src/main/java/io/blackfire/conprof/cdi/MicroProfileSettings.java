package io.blackfire.conprof.cdi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.blackfire.conprof.Setting;

/**
 * Settings that MicroProfile Config has, where the server has that: by reflection, as most have not. System properties and the
 * environment, which it reads as well, are left to our own order.
 */
final class MicroProfileSettings {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String PROVIDER = "org.eclipse.microprofile.config.ConfigProvider";
    private static final String CONFIG = "org.eclipse.microprofile.config.Config";

    private MicroProfileSettings() {}

    /** By key; none where there is no MicroProfile Config. */
    static Map<String, String> of(ClassLoader application) {
        Map<String, String> found = new HashMap<>();
        try {
            Object config = Class.forName(PROVIDER, true, application)
                    .getMethod("getConfig", ClassLoader.class)
                    .invoke(null, application);
            Method getter =
                    Class.forName(CONFIG, true, application).getMethod("getOptionalValue", String.class, Class.class);
            for (Setting setting : Setting.values()) {
                String value = read(config, getter, setting.property());
                if (value != null && !known(setting, value)) {
                    found.put(setting.key(), value);
                }
            }
        } catch (ClassNotFoundException e) {
            return Map.of();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "MicroProfile Config cannot be asked", e);
        }
        return found;
    }

    private static boolean known(Setting setting, String value) {
        return value.equals(System.getProperty(setting.property()))
                || setting.environment().stream().map(System::getenv).anyMatch(value::equals);
    }

    /** Null when there is none, or none that can be read: it may be made of others that there are not. */
    private static String read(Object config, Method getter, String property) throws IllegalAccessException {
        try {
            return (String) ((Optional<?>) getter.invoke(config, property, String.class)).orElse(null);
        } catch (InvocationTargetException e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler: {0} is left out: {1}", property, e.getCause());
            return null;
        }
    }
}
