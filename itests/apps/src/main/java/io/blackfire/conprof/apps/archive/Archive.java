package io.blackfire.conprof.apps.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** An archive in the making: a bundle, a WAR, a KAR. Its bytes depend on its contents alone. */
final class Archive {
    private static final String CLASSES = "io/blackfire/conprof/apps/";
    private static final long TIME = 1_767_225_600_000L;

    private final Path built;
    private final String name;
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new TreeMap<>();

    /**
     * @param built folder with all classes and resources
     * @param name of the archive's file
     */
    Archive(Path built, String name) {
        this.built = built;
        this.name = name;
        header("Manifest-Version", "1.0");
    }

    String name() {
        return name;
    }

    Archive header(String key, String value) {
        manifest.getMainAttributes().put(new Attributes.Name(key), value);
        return this;
    }

    /** Adds a package of classes, the bundle's activator one of them. */
    Archive activator(String activatorPackage, String className) throws IOException {
        String name = (CLASSES + activatorPackage + "/" + className).replace('/', '.');
        return header("Bundle-Activator", name).classes(activatorPackage);
    }

    /** Adds the classes of packages below ours. */
    Archive classes(String... packages) throws IOException {
        return classesIn("", packages);
    }

    /** Adds the classes of packages below ours, in a folder of the archive. */
    Archive classesIn(String folder, String... packages) throws IOException {
        for (String each : packages) {
            addAll(built.resolve(CLASSES + each), folder + CLASSES + each + "/", 1);
        }
        return this;
    }

    /** Adds what is in a folder of resources. */
    Archive resources(String folder) throws IOException {
        return addAll(built.resolve(folder), "", Integer.MAX_VALUE);
    }

    Archive text(String path, String text) {
        entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds another archive. */
    Archive archive(String path, Archive inner) throws IOException {
        entries.put(path, inner.bytes());
        return this;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream manifestBytes = new ByteArrayOutputStream();
        manifest.write(manifestBytes);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("META-INF/MANIFEST.MF", manifestBytes.toByteArray());
        all.putAll(entries);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setTime(TIME);
                jar.putNextEntry(head);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Archive addAll(Path from, String to, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(from, depth).filter(Files::isRegularFile)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                entries.put(to + from.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        if (entries.isEmpty()) {
            throw new IOException("Nothing in " + from);
        }
        return this;
    }
}
