package io.blackfire.conprof.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.admin.ArchiveClasses;

/**
 * Where the server has unpacked an archive. Its class loaders do not tell yet what they will load from.
 *
 * @param folder what the archive holds
 */
record ArchiveFolder(Path folder) {
    private static final String JARS = "*.jar";

    /** A module in this archive: the server makes a folder of it, with an underscore for the dot. */
    ArchiveFolder module(String name) {
        Path plain = folder.resolve(name);
        String unpacked = name.replaceAll("[/ ]", "_").replaceFirst("\\.([a-z]+)$", "_$1");
        return new ArchiveFolder(Files.isDirectory(plain) ? plain : folder.resolve(unpacked));
    }

    /** The classes of a module: web application, enterprise beans, connector. */
    ArchiveClasses module() {
        Path web = folder.resolve("WEB-INF");
        List<Path> locations = new ArrayList<>();
        if (Files.isDirectory(web)) {
            locations.add(web.resolve("classes"));
            locations.addAll(jars(web.resolve("lib")));
        } else {
            locations.add(folder);
            locations.addAll(jars(folder));
        }
        return new ArchiveClasses(locations);
    }

    /** The classes that all modules of an enterprise application have. */
    ArchiveClasses libraries(String libraryFolder) {
        List<Path> locations = new ArrayList<>(jars(folder));
        if (libraryFolder != null) {
            locations.addAll(jars(folder.resolve(libraryFolder)));
        }
        return new ArchiveClasses(locations);
    }

    private static List<Path> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, JARS)) {
                found.forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars;
    }
}
