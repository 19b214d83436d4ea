package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.blackfire.conprof.folder.PrivateFolder;

/**
 * A folder that no code may be loaded from.
 *
 * @param launcher what a JVM must be started with to see it so
 */
record NoexecFolder(Path path, List<String> launcher) implements AutoCloseable {

    /** One that the machine has, as containers do; else one that the kernel lets us mount for a JVM alone. */
    static NoexecFolder open(Path temporary) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] mount = line.split(" ");
            if (mount[2].equals("tmpfs") && List.of(mount[3].split(",")).contains("noexec")) {
                try {
                    return new NoexecFolder(Files.createTempDirectory(Path.of(mount[1]), "conprof-"), List.of());
                } catch (IOException e) {
                    // not for us to write to
                }
            }
        }
        Path path = Files.createDirectory(temporary.resolve("noexec"));
        String mountAndRun = "mount -t tmpfs -o noexec none \"$0\" && exec \"$@\"";
        return new NoexecFolder(path, List.of("unshare", "-rm", "sh", "-c", mountAndRun, path.toString()));
    }

    @Override
    public void close() {
        PrivateFolder.delete(path);
    }
}
