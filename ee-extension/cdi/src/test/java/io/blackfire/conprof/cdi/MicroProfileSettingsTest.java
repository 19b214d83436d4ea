package io.blackfire.conprof.cdi;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class MicroProfileSettingsTest {
    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(Setting.PERIOD.property());
    }

    /** An application with these lines in its configuration. */
    private Map<String, String> of(ClassLoader server, String... lines) throws IOException {
        Path file = folder.resolve("META-INF/microprofile-config.properties");
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
        try (URLClassLoader application =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, server)) {
            return MicroProfileSettings.of(application);
        }
    }

    private Map<String, String> of(String... lines) throws IOException {
        return of(MicroProfileSettingsTest.class.getClassLoader(), lines);
    }

    @Test
    void settings_areThoseOfTheApplicationsConfiguration() throws IOException {
        assertThat(of("blackfire.conprof.period=7s", "blackfire.conprof.labels=team:a,tier:b", "other=1"))
                .isEqualTo(Map.of("period", "7s", "labels", "team:a,tier:b"));
    }

    @Test
    void systemProperty_isLeftToOurOwnOrder() throws IOException {
        System.setProperty(Setting.PERIOD.property(), "9s");
        assertThat(of("blackfire.conprof.period=7s", "blackfire.conprof.mode=single"))
                .isEqualTo(Map.of("mode", "single"));
    }

    /** One that the build sets for it. */
    @Test
    void environment_isLeftToOurOwnOrder() throws IOException {
        assertThat(System.getenv("BLACKFIRE_CONPROF_SPOOL_AGE")).isEqualTo("7h");
        assertThat(of("blackfire.conprof.spool-age=9h", "blackfire.conprof.mode=single"))
                .isEqualTo(Map.of("mode", "single"));
    }

    @Test
    void valueThatCannotBeRead_leavesTheOthers() throws IOException {
        assertThat(of(
                        "blackfire.conprof.enabled=${never.defined}",
                        "blackfire.conprof.period=7s",
                        "blackfire.conprof.mode=single"))
                .isEqualTo(Map.of("period", "7s", "mode", "single"));
    }

    @Test
    void serverWithoutMicroProfileConfig_hasNone() throws IOException {
        assertThat(of(ClassLoader.getPlatformClassLoader(), "blackfire.conprof.period=7s"))
                .isEmpty();
    }
}
