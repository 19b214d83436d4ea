package io.blackfire.conprof.payara;

import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;

import org.glassfish.api.deployment.archive.ReadableArchive;

/**
 * Which applications are the server's own: its console and the like, which it deploys from its own folder.
 *
 * @param folder where it has them
 */
record InternalApplications(Path folder) {

    /** Those of this server. */
    static InternalApplications ofThisServer() {
        return new InternalApplications(Path.of(System.getProperty("com.sun.aas.installRoot"), "lib")
                .toAbsolutePath()
                .normalize());
    }

    /** Whether this archive is one of them; an archive that nobody has is not. */
    boolean contains(ReadableArchive archive) {
        try {
            return archive != null
                    && Path.of(archive.getURI()).toAbsolutePath().normalize().startsWith(folder);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            // in no file
            return false;
        }
    }
}
