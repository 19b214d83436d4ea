package io.blackfire.conprof.sampling;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of each thread of this process, user and system, as the Linux kernel accounts for it: the first number of
 * <a href="https://docs.kernel.org/scheduler/sched-stats.html">schedstat</a>, in nanoseconds. Some microseconds a thread.
 * Not thread-safe.
 */
final class ThreadCpu {
    private static final File THREADS = new File("/proc/self/task");

    private Map<Integer, Long> before = Map.of();

    /** What each thread that lives now has used since the last call, by its id; empty where the kernel does not tell. */
    Map<Integer, Long> sinceLast() {
        String[] ids = THREADS.list();
        Map<Integer, Long> now = new HashMap<>();
        Map<Integer, Long> used = new HashMap<>();
        for (String id : ids == null ? new String[0] : ids) {
            long nanos = nanos(id);
            if (nanos > 0) {
                int thread = Integer.parseInt(id);
                long last = before.getOrDefault(thread, 0L);
                now.put(thread, nanos);
                // a thread that ended may have left its id to a new one
                used.put(thread, nanos < last ? nanos : nanos - last);
            }
        }
        before = now;
        return used;
    }

    private static long nanos(String thread) {
        try {
            String text =
                    Files.readString(Path.of(THREADS.getPath(), thread, "schedstat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException | RuntimeException e) {
            // it ended meanwhile, or this kernel has none
            return 0;
        }
    }
}
