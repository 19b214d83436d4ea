package io.blackfire.conprof.agent;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tags of a profile in the one string {@code key:value,key:value} that the Agent splits at every comma and at the first
 * colon of each tag. Nothing escapes those, so a key or a value is made to fit:
 *
 * <ul>
 *   <li>white space, control characters and colons at either end are cut off;
 *   <li>inside, every comma, control character, line break and unpaired surrogate becomes {@code _}; in keys every colon
 *       as well;
 *   <li>it is cut after {@value #LONGEST} characters;
 *   <li>when nothing is left, it becomes {@code _}.
 * </ul>
 *
 * Spaces inside and letters of any alphabet stay as they are: the protocol allows them, JSON carries them as UTF-8.
 */
final class Tags {
    static final int LONGEST = 200;

    private final Map<String, String> common = new LinkedHashMap<>();

    Tags(Jvm jvm) {
        common.put("language", "jvm");
        common.put("runtime", "java");
        common.put("runtime_version", System.getProperty("java.version", ""));
        common.put("runtime_os", System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
        common.put("runtime_arch", System.getProperty("os.arch", ""));
        common.put("host", jvm.host());
        common.put("probe_version", Jvm.probeVersion());
        jvm.projectId().ifPresent(id -> common.put("project_id", id));
        common.put("process_id", Long.toString(jvm.processId()));
        common.put("runtime-id", jvm.runtimeId().toString());
    }

    String of(Upload upload) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("application_name", upload.application());
        tags.put("service", upload.application());
        tags.putAll(common);
        tags.put("profile_seq", Long.toString(upload.sequence()));
        upload.labels().forEach((key, value) -> tags.put(clean(key, true), value));
        return tags.entrySet().stream()
                .map(tag -> tag.getKey() + ":" + clean(tag.getValue(), false))
                .collect(Collectors.joining(","));
    }

    static String clean(String text, boolean key) {
        String fitting = trim(text == null ? "" : text)
                .codePoints()
                .map(c -> breaks(c) || key && c == ':' ? '_' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String trimmed = trim(fitting);
        return trimmed.isEmpty() ? "_" : trimmed;
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && superfluous(text.charAt(from))) {
            from++;
        }
        while (from < to && superfluous(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean superfluous(char c) {
        return c == ':' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static boolean breaks(int c) {
        return c == ','
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }
}
