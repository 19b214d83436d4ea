package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server's configuration file, while the server does not run.
 *
 * @param file its path
 */
record Configuration(Path file) {
    private static final String EXTENSION = "<extension module=\"io.blackfire.conprof\"/>";
    private static final Pattern SUBSYSTEM =
            Pattern.compile("(<subsystem xmlns=\"urn:wildfly:blackfire-conprof:[^\"]+\")[^>]*/>");

    /** Gives our subsystem these attributes, and no others. */
    void settings(Map<String, String> attributes) throws IOException {
        String text = new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(attribute -> " " + attribute.getKey() + "=\"" + escape(attribute.getValue()) + "\"")
                        .collect(Collectors.joining());
        Matcher subsystem = SUBSYSTEM.matcher(Files.readString(file));
        if (!subsystem.find()) {
            throw new AssertionError("no subsystem blackfire-conprof in " + file);
        }
        Files.writeString(file, subsystem.replaceAll("$1" + Matcher.quoteReplacement(text) + "/>"));
    }

    /** Leaves our extension and our subsystem out. */
    void removeSubsystem() throws IOException {
        String text = Files.readString(file);
        String without = SUBSYSTEM.matcher(text.replace(EXTENSION, "")).replaceFirst("");
        if (without.contains("conprof")) {
            throw new AssertionError("not removed from " + file);
        }
        Files.writeString(file, without);
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
