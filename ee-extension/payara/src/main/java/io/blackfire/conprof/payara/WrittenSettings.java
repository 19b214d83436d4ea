package io.blackfire.conprof.payara;

import java.util.LinkedHashMap;
import java.util.Map;

import org.glassfish.config.support.TranslatedConfigView;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.Setting;

/**
 * What written attributes say on this server, by the settings' keys.
 *
 * @param values the values, variables and password aliases replaced
 * @param expressions those that have variables or aliases, as they are written; one without a value has some that nobody knows
 */
public record WrittenSettings(Map<String, String> values, Map<String, String> expressions) {
    private static final String EXPRESSION = "${";

    /** Reads attributes, by name. */
    public static WrittenSettings of(Map<String, String> attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String written = attributes.getOrDefault(SettingAttributes.name(setting), "");
            if (!written.contains(EXPRESSION)) {
                values.put(setting.key(), written);
                continue;
            }
            String value = expanded(written);
            expressions.put(setting.key(), written);
            // the server leaves what it does not know as it is
            if (!value.contains(EXPRESSION)) {
                values.put(setting.key(), value);
            }
        }
        return new WrittenSettings(values, expressions);
    }

    private static String expanded(String written) {
        try {
            return TranslatedConfigView.expandConfigValue(written);
        } catch (NoSuchMethodError e) {
            // GlassFish has no other variables than those of configurations
            return TranslatedConfigView.expandValue(written);
        }
    }

    /**
     * All settings in force.
     *
     * @param before those in force until now, or null
     */
    public ProfilerConfig resolve(ProfilerConfig before) {
        return ProfilerConfig.resolve(values, expressions, before);
    }
}
