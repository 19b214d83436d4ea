package io.blackfire.conprof.harness.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgramsTest {
    @TempDir
    private Path folder;

    @Test
    void program_isTheFirstOfItsNamesThatThePathHas() throws IOException {
        Path program = Files.createFile(
                folder.resolve("google-chrome"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(Programs.find("/no/such/folder::" + folder, "chromium", "google-chrome"))
                .isEqualTo(program);
    }

    @Test
    void program_thatIsMissing_saysWhatToInstall() {
        assertThatThrownBy(() -> Programs.find(folder.toString(), "chromium"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no chromium on the PATH")
                .hasMessageContaining("apt-get install --no-install-recommends chromium chromium-driver");
    }
}
