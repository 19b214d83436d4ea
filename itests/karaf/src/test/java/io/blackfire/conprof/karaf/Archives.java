package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Sample applications with other manifests. */
final class Archives {
    private Archives() {}

    /** The same bundle under another name: what it calls itself, to Blackfire. */
    static Path named(Path bundle, Path folder, String applicationName) throws IOException {
        Path copy = folder.resolve("evil-1.0.jar");
        try (JarFile jar = new JarFile(bundle.toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", "evil");
            manifest.getMainAttributes().putValue("Blackfire-Application-Name", applicationName);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                jar.stream()
                        .filter(entry -> !entry.getName().startsWith("META-INF/"))
                        .forEach(entry -> copy(jar, entry, out));
            }
        }
        return copy;
    }

    private static void copy(JarFile jar, JarEntry entry, JarOutputStream out) {
        try {
            out.putNextEntry(new JarEntry(entry.getName()));
            out.write(jar.getInputStream(entry).readAllBytes());
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
