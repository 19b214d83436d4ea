package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.admin.ArchiveClasses;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveFolderTest {
    @TempDir
    private Path folder;

    @Test
    void webApplication_hasItsClassesAndThoseOfItsLibraries() throws IOException {
        file("WEB-INF/classes/com/acme/Shop.class");
        jar("WEB-INF/lib/work.jar", "com/acme/work/Work$1.class");
        file("not/Mine.class");
        ArchiveClasses classes = new ArchiveFolder(folder).module();
        assertThat(classes.packages()).containsExactlyInAnyOrder("com.acme", "com.acme.work");
        assertThat(classes.contains("com.acme.work.Work$1")).isTrue();
        assertThat(classes.contains("not.Mine")).isFalse();
    }

    @Test
    void enterpriseApplication_isItsModulesAndWhatTheyShare() throws IOException {
        file("orders-1.0_jar/com/acme/Orders.class");
        jar("lib/shared.jar", "com/acme/shared/Shared.class");
        ArchiveFolder enterprise = new ArchiveFolder(folder);
        assertThat(enterprise.module("orders-1.0.jar").module().packages()).containsExactly("com.acme");
        assertThat(enterprise.libraries("lib").packages()).containsExactly("com.acme.shared");
        assertThat(enterprise.libraries(null).packages()).isEmpty();
    }

    @Test
    void classesThatWereKept_areKnownWhenTheFilesAreGone() throws IOException {
        Path file = file("com/acme/Orders.class");
        ArchiveClasses classes = new ArchiveFolder(folder).module();
        classes.keep();
        Files.delete(file);
        assertThat(classes.contains("com.acme.Orders")).isTrue();
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private void jar(String name, String entry) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file(name)))) {
            jar.putNextEntry(new ZipEntry(entry));
        }
    }
}
