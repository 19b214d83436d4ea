package io.blackfire.conprof.harness;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;

/** What {@code event.json} says about the profiles beside it. */
record Event(JsonObject json, List<String> attachments, Tags tags, Instant start, Instant end) {
    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    static Event parse(byte[] bytes) throws Violation {
        JsonObject json = json(bytes);
        var attachments = new ArrayList<String>();
        Violation.require(json.get("attachments") instanceof List<?>, "attachments is not a list");
        for (var attachment : json.getJsonArray("attachments")) {
            Violation.require(attachment instanceof JsonString, "attachments has " + attachment);
            attachments.add(((JsonString) attachment).getString());
        }
        Instant start = instant(json, "start");
        Instant end = instant(json, "end");
        Violation.require(start.isBefore(end), "start " + start + " is not before end " + end);
        Violation.require(!string(json, "family").isEmpty(), "family is empty");
        Violation.require(string(json, "version").equals("4"), "version is " + json.get("version"));
        return new Event(json, List.copyOf(attachments), Tags.parse(string(json, "tags_profiler")), start, end);
    }

    private static JsonObject json(byte[] bytes) throws Violation {
        String text = utf8(bytes);
        try (var reader = READERS.createReader(new StringReader(text));
                var parser = Json.createParser(new StringReader(text))) {
            JsonObject json = reader.readObject();
            // the reader ignores what comes after the object
            parser.next();
            parser.skipObject();
            Violation.require(!parser.hasNext(), "event.json is not valid: something follows the object");
            return json;
        } catch (JsonException e) {
            throw new Violation("event.json is not valid: " + e.getMessage());
        }
    }

    private static String utf8(byte[] bytes) throws Violation {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Violation("event.json is not UTF-8");
        }
    }

    private static String string(JsonObject json, String key) throws Violation {
        Violation.require(json.get(key) instanceof JsonString, key + " is not a string but " + json.get(key));
        return json.getString(key);
    }

    private static Instant instant(JsonObject json, String key) throws Violation {
        String text = string(json, key);
        Violation.require(UTC.matcher(text).matches(), key + " is not RFC 3339 in UTC: " + text);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Violation(key + " is not RFC 3339 in UTC: " + text);
        }
    }
}
