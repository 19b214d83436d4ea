package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar that users put into the server. */
class BundleIT {
    private static final Path JAR = Path.of(System.getProperty("conprof.payara"));
    private static final long MOST_BYTES = 3 << 20;

    @Test
    void jar_hasTheCoreWithItsLibrariesAndNoOtherAdapter() throws IOException {
        List<String> classes =
                entries().stream().filter(entry -> entry.endsWith(".class")).toList();
        assertThat(classes)
                .contains("io/blackfire/conprof/Profiler.class", "io/blackfire/conprof/payara/ConprofService.class")
                .allMatch(name -> name.startsWith("io/blackfire/conprof/") || name.startsWith("one/profiler/"))
                .noneMatch(name -> name.startsWith("io/blackfire/conprof/osgi/"));
        assertThat(entries())
                .contains(
                        "linux-x64/libasyncProfiler.so",
                        "linux-arm64/libasyncProfiler.so",
                        "macos/libasyncProfiler.so",
                        "META-INF/NOTICE",
                        "META-INF/hk2-locator/default",
                        "META-INF/services/jakarta.servlet.ServletContainerInitializer",
                        "META-INF/admingui/console-config.xml");
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }

    @Test
    void imports_haveNoVersionThatALaterServerWouldNotMeet() throws IOException {
        Attributes manifest = manifest();
        assertThat(manifest.getValue("Import-Package"))
                .contains("org.glassfish.api", "jakarta.servlet;", "jakarta.servlet.http;")
                .doesNotContain("version=");
        assertThat(Arrays.stream(manifest.getValue("Export-Package").split(",(?=io\\.)"))
                        .map(export -> export.replaceFirst(";.*", "")))
                .containsExactlyInAnyOrder(
                        "io.blackfire.conprof", "io.blackfire.conprof.payara.marking", "io.blackfire.conprof.servlet");
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static Attributes manifest() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }
}
