package io.blackfire.conprof.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Header fields of a request or of a part; names are compared without case. */
final class Headers {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    void add(String line) throws Violation {
        int colon = line.indexOf(':');
        Violation.require(colon > 0 && isToken(line.substring(0, colon)), "not a header field: \"" + line + "\"");
        String value = line.substring(colon + 1).strip();
        Violation.require(
                value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127),
                "control character in the header field " + line.substring(0, colon));
        fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                .add(value);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The value of a field that must be there exactly once. */
    String one(String name) throws Violation {
        List<String> values = fields.getOrDefault(name, List.of());
        Violation.require(
                values.size() == 1, "header field " + name + " is there " + values.size() + " times instead of once");
        return values.get(0);
    }

    boolean says(String name, String value) {
        return fields.getOrDefault(name, List.of()).stream().anyMatch(value::equalsIgnoreCase);
    }

    Map<String, List<String>> asMap() {
        return Collections.unmodifiableMap(fields);
    }
}
