package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Libraries that a machine refuses to load: the real one, spoilt, in JVMs of their own. */
class NativeLibraryTest {
    @TempDir
    private Path temporary;

    @Test
    void platformWithoutLibrary_isAStateWithAReason() throws Exception {
        assertThat(ChildJvm.run(List.of("-Dos.arch=s390x"), SampleOnce.class, temporary.toString()))
                .isEqualToIgnoringNewLines("unavailable: there is no async-profiler for linux-s390x retry=false");
    }

    @Test
    void brokenLibrary_isAStateWithAReason() throws Exception {
        assertRefused("no library", "file too short");
    }

    @Test
    void libraryOfAnotherMachine_isAStateWithAReason() throws Exception {
        assertRefused(library("linux-arm64"), "Possible cause: can't load AARCH64");
    }

    @Test
    void libraryOfAnotherLibc_isAStateWithAReason() throws Exception {
        assertRefused(spoilt("libc.so.6", "libc.so.7"), "libc.so.7: cannot open shared object file");
    }

    @Test
    void libraryOfANewerLibc_isAStateWithAReason() throws Exception {
        assertRefused(spoilt("GLIBC_2.14", "GLIBC_9.99"), "version `GLIBC_9.99' not found");
    }

    @Test
    void folderMountedNoexec_isPassedOver() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        try (NoexecFolder noexec = NoexecFolder.open(temporary)) {
            List<String> options = List.of("-Duser.home=" + home);
            String own = noexec.path().resolve("own").toString();
            assertThat(ChildJvm.runBy(noexec.launcher(), options, SampleOnce.class, own))
                    .contains("sampling" + System.lineSeparator() + "recorded ");
        }
        assertThat(home.resolve(".cache/blackfire-conprof")).isDirectoryContaining("glob:**.so");
    }

    @Test
    void everyFolderMountedNoexec_isAStateWithAReason() throws Exception {
        try (NoexecFolder noexec = NoexecFolder.open(temporary)) {
            List<String> options = List.of("-Duser.home=" + noexec.path(), "-Djava.io.tmpdir=" + noexec.path());
            String own = noexec.path().resolve("own").toString();
            assertThat(ChildJvm.runBy(noexec.launcher(), options, SampleOnce.class, own))
                    .contains("unavailable: async-profiler cannot be loaded: " + own + ": ")
                    .contains("failed to map segment from shared object")
                    .endsWith(" retry=true" + System.lineSeparator());
        }
    }

    private void assertRefused(String library, String reason) throws Exception {
        Path file = temporary.resolve("classes/linux-x64/libasyncProfiler.so");
        Files.createDirectories(file.getParent());
        Files.writeString(file, library, StandardCharsets.ISO_8859_1);
        Path own = temporary.resolve("own");
        assertThat(ChildJvm.runWith(temporary.resolve("classes"), SampleOnce.class, own.toString()))
                .contains("unavailable: async-profiler cannot be loaded: " + own + ": ", "libasyncProfiler-", reason)
                .endsWith(" retry=true" + System.lineSeparator());
    }

    private static String spoilt(String name, String otherName) throws IOException {
        String library = library("linux-x64");
        assertThat(library).contains("\0" + name + "\0");
        return library.replace("\0" + name + "\0", "\0" + otherName + "\0");
    }

    private static String library(String platform) throws IOException {
        try (InputStream in = NativeLibrary.class.getResourceAsStream("/" + platform + "/libasyncProfiler.so")) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
