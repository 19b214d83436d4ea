package io.blackfire.conprof.cdi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar that users put into an application or a server. */
class JarIT {
    private static final Path JAR = Path.of(System.getProperty("conprof.cdi"));
    private static final long MOST_BYTES = 3 << 20;

    @Test
    void jar_hasTheCoreWithItsLibrariesAndNoOtherAdapter() throws IOException {
        List<String> entries;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            entries = jar.stream().map(ZipEntry::getName).toList();
        }
        assertThat(entries)
                .contains(
                        "io/blackfire/conprof/Profiler.class",
                        "io/blackfire/conprof/servlet/RequestMarking.class",
                        "io/blackfire/conprof/cdi/ConprofInitializer.class",
                        "linux-x64/libasyncProfiler.so",
                        "META-INF/NOTICE",
                        "META-INF/services/jakarta.servlet.ServletContainerInitializer",
                        "META-INF/services/jakarta.enterprise.inject.spi.Extension")
                // with which it would be an archive of beans
                .doesNotContain("META-INF/beans.xml")
                .noneMatch(name -> name.startsWith("io/blackfire/conprof/osgi/"))
                .noneMatch(name -> name.startsWith("OSGI-INF/"));
        assertThat(entries.stream().filter(name -> name.endsWith(".class")))
                .allMatch(name -> name.startsWith("io/blackfire/conprof/") || name.startsWith("one/profiler/"));
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }
}
