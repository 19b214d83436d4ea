package io.blackfire.conprof.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.folder.PrivateFolder;

/**
 * Whether there is a folder for library and recordings: private, writable, not mounted noexec, with space left.
 *
 * @param preferred what the adapter gave, or null
 * @param proc Linux's folder of that name
 */
record FolderCheck(Path preferred, Path proc) implements Check {
    /** Some periods of a busy server. */
    private static final long SPACE_BYTES = 64 << 20;

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public Finding look() throws IOException {
        List<String> unusable = new ArrayList<>();
        for (Path candidate : PrivateFolder.candidates(preferred)) {
            String obstacle = PrivateFolder.obstacle(candidate);
            if (!obstacle.isEmpty()) {
                unusable.add(obstacle);
                continue;
            }
            // who looks makes none
            Path there = PrivateFolder.nearest(candidate);
            if (!Mounts.read(proc).noexec(there.toRealPath())) {
                return usable(candidate, there, unusable);
            }
            unusable.add(candidate + " is mounted noexec");
        }
        return Finding.problem(
                name(),
                String.join("; ", unusable),
                "make one of them usable: the server's own user's, writable, not mounted noexec");
    }

    private Finding usable(Path folder, Path there, List<String> unusable) throws IOException {
        long space = Files.getFileStore(there).getUsableSpace();
        String seen = folder + ", " + Display.bytes(space) + " free";
        if (space < SPACE_BYTES) {
            return Finding.warning(name(), seen, "make room, recordings of a busy server need some MiB");
        }
        if (!unusable.isEmpty()) {
            return Finding.warning(
                    name(), seen + "; not used: " + String.join("; ", unusable), "make the first folder usable");
        }
        return Finding.ok(name(), seen);
    }
}
