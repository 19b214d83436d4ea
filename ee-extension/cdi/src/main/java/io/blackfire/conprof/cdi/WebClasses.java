package io.blackfire.conprof.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import jakarta.servlet.ServletContext;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.admin.ArchiveClasses;
import io.blackfire.conprof.admin.ArchiveEntries;
import io.blackfire.conprof.admin.ListedClasses;

/** The classes of a web application: listed later from its folders where the server unpacks it, else now from its resources. */
final class WebClasses {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String CLASSES = "/WEB-INF/classes/";
    private static final String LIBRARIES = "/WEB-INF/lib/";
    private static final String JAR = ".jar";

    private WebClasses() {}

    static ClassSource of(ServletContext context) {
        Set<String> jars = paths(context, LIBRARIES);
        Path classes = file(context, CLASSES);
        Path libraries = file(context, LIBRARIES);
        boolean unpacked = (classes != null || paths(context, CLASSES).isEmpty())
                && (jars.isEmpty() || libraries != null && jarsIn(libraries).size() >= jars.size());
        if (!unpacked) {
            return listed(context, jars);
        }
        List<Path> locations = new ArrayList<>();
        if (classes != null) {
            locations.add(classes);
        }
        if (libraries != null) {
            locations.addAll(jarsIn(libraries));
        }
        return new ArchiveClasses(locations);
    }

    private static Path file(ServletContext context, String path) {
        try {
            String real = context.getRealPath(path);
            Path file = real == null ? null : Path.of(real);
            return file != null && Files.isDirectory(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static List<Path> jarsIn(Path folder) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, '*' + JAR)) {
            found.forEach(jars::add);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot list {0}: {1}", folder, e);
        }
        return jars;
    }

    private static ClassSource listed(ServletContext context, Set<String> jars) {
        Set<String> names = new HashSet<>();
        addTo(names, context, CLASSES);
        Set<String> own = new HashSet<>(ArchiveEntries.ofApplication(names));
        for (String jar : jars) {
            own.addAll(ArchiveEntries.ofApplication(in(context, jar)));
        }
        return ListedClasses.of(own, false);
    }

    private static void addTo(Set<String> names, ServletContext context, String folder) {
        for (String path : paths(context, folder)) {
            if (path.endsWith("/")) {
                addTo(names, context, path);
            } else {
                String name = ArchiveEntries.className(path.substring(CLASSES.length()), '/');
                if (name != null) {
                    names.add(name);
                }
            }
        }
    }

    private static Set<String> in(ServletContext context, String jar) {
        Set<String> names = new HashSet<>();
        try (InputStream in = context.getResourceAsStream(jar)) {
            if (in != null && jar.endsWith(JAR)) {
                ZipInputStream entries = new ZipInputStream(in);
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    String name = ArchiveEntries.className(entry.getName(), '/');
                    if (name != null) {
                        names.add(name);
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Classes of {0} count as the server: {1}", jar, e);
        }
        return names;
    }

    private static Set<String> paths(ServletContext context, String folder) {
        Set<String> paths = context.getResourcePaths(folder);
        return paths == null ? Set.of() : paths;
    }
}
