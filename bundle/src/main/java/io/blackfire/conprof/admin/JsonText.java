package io.blackfire.conprof.admin;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import org.eclipse.parsson.JsonProviderImpl;

/** Makes JSON on one line. */
final class JsonText {
    // parsson escapes the first 32 alone, and a terminal obeys these as well
    private static final Pattern CONTROL = Pattern.compile("[\\x7f-\\x9f]");

    // made here, not looked up: a service loader would find what the application of the moment brings
    private final JsonProvider json = new JsonProviderImpl();

    JsonObjectBuilder object() {
        return json.createObjectBuilder();
    }

    JsonObjectBuilder object(Map<String, ?> values) {
        return json.createObjectBuilder(new TreeMap<>(values));
    }

    JsonArrayBuilder array() {
        return json.createArrayBuilder();
    }

    static String of(JsonValue value) {
        return CONTROL.matcher(value.toString())
                .replaceAll(control ->
                        String.format("\\\\u%04x", (int) control.group().charAt(0)));
    }
}
