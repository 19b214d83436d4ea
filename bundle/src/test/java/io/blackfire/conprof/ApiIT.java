package io.blackfire.conprof;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What other bundles compile against: the exported package of the jar that we ship. */
class ApiIT {
    private static final Path BUNDLE = Path.of(System.getProperty("conprof.bundle"));
    // not relative to the working directory: the shade plugin moves it
    private static final Path KNOWN =
            BUNDLE.resolve("../../src/test/resources/api.txt").normalize();
    private static final Path FOUND = BUNDLE.resolveSibling("api.txt");

    /** Not by bnd's baseline: it needs a release to compare with, and accepts every change of a version below 1. */
    @Test
    void api_changesWithItsVersion() throws IOException {
        List<String> known = Files.readAllLines(KNOWN);
        List<String> found = found();
        Files.write(FOUND, found);
        if (!found.subList(1, found.size()).equals(known.subList(1, known.size()))) {
            assertThat(Version.parse(found.get(0)))
                    .as("the version in package-info.java, as the API changed: diff %s %s", KNOWN, FOUND)
                    .isGreaterThan(Version.parse(known.get(0)));
        }
        assertThat(found)
                .as("the API of this version; when it is meant so: cp %s %s", FOUND, KNOWN)
                .isEqualTo(known);
    }

    /** Its version, then every type that others see, as javap shows it, in an order of its own. */
    private static List<String> found() throws IOException {
        try (JarFile jar = new JarFile(BUNDLE.toFile())) {
            String exported = jar.getManifest().getMainAttributes().getValue("Export-Package");
            Matcher version = Pattern.compile("io\\.blackfire\\.conprof;version=\"([^\"]*)\"")
                    .matcher(exported);
            assertThat(version.matches()).as(exported).isTrue();
            Stream<String> types = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("io/blackfire/conprof/\\w[\\w$]*\\.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .sorted();
            return Stream.concat(Stream.of(version.group(1)), types.flatMap(ApiIT::visible))
                    .toList();
        }
    }

    private static Stream<String> visible(String type) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        int code = ToolProvider.findFirst("javap")
                .orElseThrow()
                .run(writer, writer, "-protected", "-cp", BUNDLE.toString(), type);
        assertThat(code).as(out.toString()).isZero();
        List<String> lines = out.toString()
                .lines()
                .filter(line -> !line.startsWith("Compiled from"))
                .toList();
        Stream<String> members = lines.stream().skip(1).sorted();
        return lines.get(0).startsWith("public ") ? Stream.concat(Stream.of(lines.get(0)), members) : Stream.empty();
    }
}
