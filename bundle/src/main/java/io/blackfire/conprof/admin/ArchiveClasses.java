package io.blackfire.conprof.admin;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.blackfire.conprof.ClassSource;

/**
 * The classes in an application's folders and archives, listed when somebody asks, once, without ours
 * where it brings us: what the profiler does is nobody's work. Thread-safe.
 */
public final class ArchiveClasses implements ClassSource {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final List<Path> locations;
    private ListedClasses listed;

    /** @param locations folders and archives; those that are not there have no classes */
    public ArchiveClasses(Collection<Path> locations) {
        this.locations = List.copyOf(locations);
    }

    /** To be called before the server deletes the files: the samples of the current period are still to be told apart. */
    public void keep() {
        listed();
    }

    @Override
    public Set<String> packages() {
        return listed().packages();
    }

    @Override
    public boolean contains(String className) {
        return listed().contains(className);
    }

    @Override
    public synchronized long heapBytes() {
        return listed == null ? 0 : listed.heapBytes();
    }

    private synchronized ListedClasses listed() {
        if (listed == null) {
            Set<String> names = new HashSet<>();
            for (Path location : locations) {
                try {
                    names.addAll(ArchiveEntries.ofApplication(classes(location)));
                } catch (IOException | UncheckedIOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "Classes of {0} count as the server: {1}", location, e);
                }
            }
            listed = ListedClasses.of(names, false);
        }
        return listed;
    }

    private static Set<String> classes(Path location) throws IOException {
        Set<String> found = new HashSet<>();
        if (Files.isDirectory(location)) {
            try (Stream<Path> files = Files.walk(location)) {
                files.forEach(file -> add(location.relativize(file).toString(), File.separatorChar, found));
            }
        } else if (Files.isRegularFile(location)) {
            try (ZipFile archive = new ZipFile(location.toFile())) {
                archive.stream().map(ZipEntry::getName).forEach(entry -> add(entry, '/', found));
            }
        }
        return found;
    }

    private static void add(String file, char separator, Set<String> found) {
        String name = ArchiveEntries.className(file, separator);
        if (name != null) {
            found.add(name);
        }
    }
}
