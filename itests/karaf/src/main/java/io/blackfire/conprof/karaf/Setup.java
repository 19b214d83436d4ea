package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Path;

import io.blackfire.conprof.harness.machine.Folders;

/**
 * What the build prepared.
 *
 * @param home the unpacked distribution, shared by all servers and never written to
 * @param repository a Maven repository with our feature
 * @param apps the sample applications' archives
 * @param work where servers may have their folders
 * @param version our version
 */
record Setup(Path home, Path repository, Path apps, Path work, String version) {

    static Setup ofSystemProperties() {
        return new Setup(
                Path.of(System.getProperty("karaf.home")),
                Path.of(System.getProperty("karaf.repository")),
                Path.of(System.getProperty("karaf.apps")),
                Path.of(System.getProperty("karaf.work")),
                System.getProperty("conprof.version"));
    }

    /** The same for a distribution of the user's own, made in this folder: it has our feature in its system repository. */
    Setup distribution(Path folder) throws IOException {
        Folders.copy(home, folder);
        Folders.copy(repository, folder.resolve("system"));
        return new Setup(folder, folder.resolve("system"), apps, work, version);
    }

    String featuresUrl() {
        return "mvn:io.blackfire.conprof/conprof-feature-karaf/" + version + "/xml/features";
    }

    /** The one archive whose name begins so. */
    Path app(String name) {
        return Folders.onlyOne(apps, name + "-*");
    }
}
