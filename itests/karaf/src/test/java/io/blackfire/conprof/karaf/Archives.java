package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Sample applications with other manifests, and bundles that are nothing but a manifest. */
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

    /** A bundle without content that extends another one. */
    static Path fragment(String host, Path folder) throws IOException {
        return bundle(folder.resolve("fragment-1.0.jar"), "Fragment-Host", host);
    }

    /** A bundle whose activator is missing. */
    static Path thatCannotStart(Path folder) throws IOException {
        return bundle(folder.resolve("broken-1.0.jar"), "Bundle-Activator", "broken.Activator");
    }

    private static Path bundle(Path file, String header, String value) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", file.getFileName().toString());
        headers.putValue(header, value);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
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
