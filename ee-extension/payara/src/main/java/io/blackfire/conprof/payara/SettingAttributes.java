package io.blackfire.conprof.payara;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jvnet.hk2.config.Dom;

import io.blackfire.conprof.Setting;

/** Every {@link Setting} as an attribute in {@code domain.xml}. */
public final class SettingAttributes {
    /** The element that they are attributes of. */
    public static final String ELEMENT = "blackfire-conprof-configuration";

    private SettingAttributes() {}

    /** How an attribute is named: {@code deployments-include}, since a dot is no part of attribute names. */
    public static String name(Setting setting) {
        return setting.key().replace('.', '-');
    }

    /** What is written in a configuration, by attribute: variables and password aliases as they stand there. */
    public static Map<String, String> written(ConprofConfiguration configuration) {
        Map<String, String> values = new LinkedHashMap<>();
        if (configuration != null) {
            Dom dom = Dom.unwrap(configuration);
            for (Setting setting : Setting.values()) {
                String value = dom.rawAttribute(name(setting));
                if (value != null && !value.isBlank()) {
                    values.put(name(setting), value);
                }
            }
        }
        return values;
    }
}
