package io.blackfire.conprof.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux lets this process do.
 *
 * @param proc its folder of that name
 */
record Kernel(Path proc) {
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;

    boolean linux() {
        return Files.isReadable(proc.resolve("self/status"));
    }

    /** Whether the sysctl settings allow perf events with kernel stacks; a container may forbid them all the same. */
    boolean perfEvents() throws IOException {
        String paranoid = setting("perf_event_paranoid");
        // without the setting the kernel has no perf events at all
        return paranoid.matches("-?\\d+")
                && (Integer.parseInt(paranoid) <= 1 || capable(CAP_PERFMON) || capable(CAP_SYS_ADMIN));
    }

    /** Whether a filter decides which system calls this process may make; containers' own one forbids perf events. */
    boolean filtered() throws IOException {
        return status("Seccomp").equals("2");
    }

    /** Whether the kernel tells the addresses of its functions; those who may not know read zeros. */
    boolean symbols() throws IOException {
        try (BufferedReader symbols = Files.newBufferedReader(proc.resolve("kallsyms"))) {
            String first = symbols.readLine();
            return first != null && !first.matches("0+ .*");
        }
    }

    /** The value of {@code kernel.…}; empty when there is no such setting. */
    String setting(String name) throws IOException {
        Path file = proc.resolve("sys/kernel/" + name);
        return Files.isReadable(file) ? Files.readString(file).strip() : "";
    }

    private boolean capable(int capability) throws IOException {
        String effective = status("CapEff");
        return !effective.isEmpty() && (Long.parseUnsignedLong(effective, 16) >> capability & 1) != 0;
    }

    private String status(String key) throws IOException {
        return Files.readAllLines(proc.resolve("self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
