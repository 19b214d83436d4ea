package io.blackfire.conprof.harness.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs that a machine has or has not. */
final class Programs {
    private Programs() {}

    /** The first one of these names that the PATH has. */
    static Path onPath(String... names) {
        return find(System.getenv("PATH"), names);
    }

    static Path find(String path, String... names) {
        List<Path> folders = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(
                                "no " + names[0] + " on the PATH: tests of web consoles need a real "
                                        + "browser; on Debian: apt-get install --no-install-recommends chromium chromium-driver"));
    }
}
