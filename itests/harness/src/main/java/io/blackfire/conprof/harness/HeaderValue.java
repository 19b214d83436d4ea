package io.blackfire.conprof.harness;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header value with parameters, as in {@code form-data; name="event"}.
 *
 * @param value what is before the first semicolon, in lower case
 * @param parameters by name in lower case, unquoted
 */
record HeaderValue(String value, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*;\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([!#$%&'*+.^_`|~0-9A-Za-z-]+))");

    static HeaderValue parse(String text) throws Violation {
        int end = text.indexOf(';') < 0 ? text.length() : text.indexOf(';');
        var parameters = new LinkedHashMap<String, String>();
        Matcher matcher = PARAMETER.matcher(text);
        int position = end;
        while (position < text.length()) {
            Violation.require(matcher.region(position, text.length()).lookingAt(), "not a list of parameters: " + text);
            String value = matcher.group(2) == null
                    ? matcher.group(3)
                    : matcher.group(2).replaceAll("\\\\(.)", "$1");
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            Violation.require(parameters.put(name, value) == null, "parameter " + name + " is there twice: " + text);
            position = matcher.end();
        }
        return new HeaderValue(text.substring(0, end).strip().toLowerCase(Locale.ROOT), parameters);
    }
}
