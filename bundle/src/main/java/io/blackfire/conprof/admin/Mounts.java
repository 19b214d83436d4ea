package io.blackfire.conprof.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What is mounted where.
 *
 * @param lines Linux's mountinfo: id, parent, device, root, mount point, options …
 */
record Mounts(List<String> lines) {

    /** Empty where there is no such list. */
    static Mounts read(Path proc) throws IOException {
        Path file = proc.resolve("self/mountinfo");
        return new Mounts(Files.isReadable(file) ? Files.readAllLines(file) : List.of());
    }

    /** Whether no program and no library may be run from the folder. */
    boolean noexec(Path folder) {
        Path longest = null;
        boolean noexec = false;
        for (String line : lines) {
            String[] fields = line.split(" ");
            Path point = Path.of(unescape(fields[4]));
            // of two at one place the later one counts
            if (folder.startsWith(point) && (longest == null || point.startsWith(longest))) {
                longest = point;
                noexec = Arrays.asList(fields[5].split(",")).contains("noexec");
            }
        }
        return noexec;
    }

    private static String unescape(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
