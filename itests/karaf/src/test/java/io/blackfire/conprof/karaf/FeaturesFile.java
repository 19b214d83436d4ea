package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A features repository of a user, in one file. */
final class FeaturesFile {
    private FeaturesFile() {}

    /** Writes one with a single feature; returns the file. */
    static Path write(Path folder, String name, String version, List<String> bundles) throws IOException {
        return Files.writeString(
                folder.resolve(name + "-features.xml"),
                """
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="%1$s" version="%2$s" install="auto">%3$s</feature>
                </features>
                """
                        .formatted(
                                name,
                                version,
                                bundles.stream()
                                        .map(bundle -> "<bundle>" + bundle + "</bundle>")
                                        .collect(Collectors.joining())));
    }
}
