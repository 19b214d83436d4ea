package io.blackfire.conprof.osgi;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What ConfigAdmin hands over, as the texts that users type. */
final class SettingValues {
    // what ConfigAdmin, FileInstall and Karaf keep beside the user's values
    private static final List<String> HOUSEKEEPING =
            List.of("service.", "felix.fileinstall.", "org.apache.karaf.", "component.", ":configurator:");

    private SettingValues() {}

    static Map<String, String> of(Dictionary<String, ?> properties) {
        Map<String, String> values = new LinkedHashMap<>();
        if (properties != null) {
            for (String key : Collections.list(properties.keys())) {
                if (HOUSEKEEPING.stream().noneMatch(key::startsWith)) {
                    values.put(key, text(properties.get(key)));
                }
            }
        }
        return values;
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(entry -> String.valueOf(entry).replace("\\", "\\\\").replace(",", "\\,"))
                    .collect(Collectors.joining(","));
        }
        if (value.getClass().isArray()) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                list.add(Array.get(value, i));
            }
            return text(list);
        }
        return value.toString();
    }
}
