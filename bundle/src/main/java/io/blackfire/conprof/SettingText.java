package io.blackfire.conprof;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of settings as users type them; the inverse of {@link Setting#parse}. */
final class SettingText {
    private SettingText() {}

    static String of(Object value) {
        if (value instanceof Duration duration) {
            return SettingType.show(duration);
        }
        if (value instanceof Long bytes) {
            return size(bytes);
        }
        if (value instanceof Double percent) {
            return SettingType.show(percent);
        }
        if (value instanceof Dimension dimension) {
            return dimension.key();
        }
        if (value instanceof Enum<?> constant) {
            return SettingType.key(constant);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(SettingText::of).map(SettingText::escape).collect(Collectors.joining(","));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(SettingText::entry).collect(Collectors.joining(","));
        }
        return value.toString();
    }

    private static String size(long bytes) {
        int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, 3);
        return (bytes >> 10 * unit) + new String[] {"", "KiB", "MiB", "GiB"}[unit];
    }

    private static String entry(Map.Entry<?, ?> entry) {
        if (entry.getValue() instanceof Map<?, ?> labels) {
            return labels.entrySet().stream()
                    .map(label -> escape(entry.getKey() + ":" + label.getKey() + "=" + label.getValue()))
                    .collect(Collectors.joining(","));
        }
        return escape(entry.getKey() + ":" + entry.getValue());
    }

    private static String escape(String entry) {
        return entry.replace("\\", "\\\\").replace(",", "\\,");
    }
}
