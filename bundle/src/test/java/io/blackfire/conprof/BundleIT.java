package io.blackfire.conprof;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the jar that we ship. */
class BundleIT {
    private static final Path BUNDLE = Path.of(System.getProperty("conprof.bundle"));
    private static final long SIZE_CEILING_BYTES = 3 << 20;

    private static Set<String> entries(String suffix) throws IOException {
        try (JarFile jar = new JarFile(BUNDLE.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(suffix))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Attributes manifest() throws IOException {
        try (JarFile jar = new JarFile(BUNDLE.toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }

    /** Clauses of a manifest header; commas inside quotes belong to versions. */
    private static List<String> clauses(String header) throws IOException {
        return List.of(manifest().getValue(header).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }

    /** Package names of a manifest header, without attributes. */
    private static Set<String> packages(String header) throws IOException {
        return clauses(header).stream()
                .map(clause -> clause.split(";")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void bundle_staysSmall() throws IOException {
        assertThat(Files.size(BUNDLE)).isLessThan(SIZE_CEILING_BYTES);
    }

    @Test
    void libraries_areMovedIntoOurPackage() throws IOException {
        assertThat(entries(".class"))
                .allMatch(name -> name.startsWith("io/blackfire/conprof/") || name.startsWith("one/profiler/"));
    }

    @Test
    void natives_areThereForEveryPlatform() throws IOException {
        assertThat(entries(".so"))
                .containsExactly(
                        "linux-arm64/libasyncProfiler.so",
                        "linux-arm64/libconprof.so",
                        "linux-x64/libasyncProfiler.so",
                        "linux-x64/libconprof.so",
                        "macos/libasyncProfiler.so");
    }

    @Test
    void everythingElse_isKnown() throws IOException {
        Set<String> others = entries("");
        others.removeIf(name -> name.endsWith("/") || name.endsWith(".class") || name.endsWith(".so"));
        assertThat(others)
                .containsExactly(
                        "META-INF/LICENSE",
                        "META-INF/MANIFEST.MF",
                        "META-INF/NOTICE",
                        "META-INF/licenses/Apache-2.0.txt",
                        "META-INF/licenses/EPL-2.0.txt",
                        "META-INF/licenses/SLF4J-MIT.txt",
                        "META-INF/sbom/conprof.cdx.json",
                        "META-INF/services/io.blackfire.conprof.shaded.json.spi.JsonProvider",
                        "META-INF/services/io.blackfire.conprof.shaded.slf4j.spi.SLF4JServiceProvider",
                        "OSGI-INF/l10n/io.blackfire.conprof.properties",
                        "OSGI-INF/metatype/io.blackfire.conprof.xml",
                        "io/blackfire/conprof/osgi/webconsole/page.css",
                        "io/blackfire/conprof/osgi/webconsole/page.js",
                        "io/blackfire/conprof/shaded/hc/client5/version.properties",
                        "io/blackfire/conprof/shaded/hc/core5/version.properties",
                        "io/blackfire/conprof/shaded/parsson/messages.properties");
    }

    /** A library that is new here must be in the notice as well, and under a licence whose text is. */
    @Test
    void billOfMaterials_listsWhatTheJarContainsOfOthers() throws IOException {
        Map<String, Set<String>> licences = new TreeMap<>();
        String security = Files.readString(BUNDLE.resolveSibling("../../.github/SECURITY.md"));
        try (JarFile jar = new JarFile(BUNDLE.toFile());
                JsonReader in = Json.createReader(jar.getInputStream(jar.getEntry("META-INF/sbom/conprof.cdx.json")))) {
            for (JsonObject library : in.readObject().getJsonArray("components").getValuesAs(JsonObject.class)) {
                // looked up for known vulnerabilities
                assertThat(security).contains(library.getString("name") + " " + library.getString("version"));
                licences.put(
                        library.getString("name"),
                        library.getJsonArray("licenses").getValuesAs(JsonObject.class).stream()
                                .map(each -> each.getJsonObject("license").getString("id", "another"))
                                .collect(Collectors.toSet()));
            }
        }
        assertThat(licences)
                .containsOnlyKeys(
                        "async-profiler",
                        "httpclient5",
                        "httpcore5",
                        "httpcore5-h2",
                        "jakarta.json-api",
                        "parsson",
                        "slf4j-api",
                        "slf4j-nop");
        assertThat(licences.values()).allSatisfy(ids -> assertThat(ids).containsAnyOf("Apache-2.0", "EPL-2.0", "MIT"));
    }

    @Test
    void api_isTheOnlyExportedPackage() throws IOException {
        assertThat(packages("Export-Package")).containsExactly("io.blackfire.conprof");
    }

    @Test
    void imports_areAllThatTheJarNeeds() throws IOException {
        StringWriter out = new StringWriter();
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        int code = jdeps.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "--ignore-missing-deps",
                "--multi-release",
                "base",
                "-verbose:package",
                BUNDLE.toString());
        assertThat(code).as(out.toString()).isZero();
        Set<String> needed = out.toString()
                .lines()
                .filter(line -> line.contains("->"))
                .map(line -> line.substring(line.indexOf("->") + 2).strip().split("\\s+")[0])
                .filter(name -> name.contains("."))
                .filter(name -> !name.startsWith("java.") && !name.startsWith("io.blackfire.conprof"))
                .filter(name -> !name.equals("one.profiler"))
                .filter(name -> !name.endsWith(".jar"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> available = packages("Import-Package");
        available.addAll(packages("DynamicImport-Package"));
        // optional features of the HTTP client that nothing here switches on
        needed.removeAll(
                List.of("org.apache.commons.compress.compressors", "com.aayushatharva.brotli4j.decoder", "jdk.net"));
        assertThat(available).containsExactlyInAnyOrderElementsOf(needed);
    }

    /** A framework and a JDK, nothing else: what more there may be is optional. */
    @Test
    void imports_thatAreNeeded_areTheFrameworksAndTheJdks() throws IOException {
        assertThat(manifest().getValue("Require-Capability"))
                .isEqualTo("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
        Set<String> jdk = ModuleLayer.boot().modules().stream()
                .map(Module::getDescriptor)
                .flatMap(module -> module.exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertThat(clauses("Import-Package"))
                .filteredOn(clause -> !clause.contains("resolution:=optional"))
                .map(clause -> clause.split(";")[0])
                .filteredOn(name -> !jdk.contains(name))
                .allMatch(name -> name.startsWith("org.osgi.framework") || name.equals("org.osgi.util.tracker"));
    }

    /** Release 7 of the framework, which the oldest ones that run on JDK 17 have. */
    @Test
    void framework_mayBeOfRelease7() throws IOException {
        assertThat(clauses("Import-Package")).contains("org.osgi.framework;version=\"[1.9,2)\"");
    }
}
