package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.blackfire.conprof.harness.machine.Folders;

/**
 * A Payara of a test's own, to install us in and to remove us from.
 *
 * @param folder its folder
 */
record ServerHome(Path folder) {
    private static final Path INSTALLED = Path.of(System.getProperty("payara.home"));
    private static final Path JAR = Path.of("glassfish/modules/blackfire-conprof.jar");

    /** A copy of the server that has us; what nothing changes in is a link. */
    static ServerHome copy(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> parts = Files.list(INSTALLED)) {
            for (Path part : parts.toList()) {
                Path copy = folder.resolve(part.getFileName());
                if (part.endsWith("glassfish") || part.endsWith("bin")) {
                    Folders.copy(part, copy);
                } else {
                    Files.createSymbolicLink(copy, part);
                }
            }
        }
        return new ServerHome(folder);
    }

    /** Our bundle as users install it. */
    static Path bundle() {
        return INSTALLED.resolve(JAR);
    }

    void removeOurs() throws IOException {
        Files.delete(folder.resolve(JAR));
    }

    void addOurs() throws IOException {
        Files.copy(bundle(), folder.resolve(JAR));
    }
}
