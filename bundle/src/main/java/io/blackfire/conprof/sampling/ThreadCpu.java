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
    private final File threads;
    private Map<Integer, Long> before = Map.of();
    private long beforeNanos = System.nanoTime();

    ThreadCpu() {
        this(new File("/proc/self/task"));
    }

    /**
     * @param threads where the kernel tells of threads
     */
    ThreadCpu(File threads) {
        this.threads = threads;
    }

    /**
     * What each thread that lives now has used since the last call, by its id, and never more than the time since then: a
     * thread has one processor. Empty where the kernel does not tell.
     */
    Map<Integer, Long> sinceLast() {
        String[] ids = threads.list();
        if (ids == null) {
            // no file descriptor left for a moment, or never anything there: the next call is for this time, too
            return Map.of();
        }
        long nowNanos = System.nanoTime();
        Map<Integer, Long> now = new HashMap<>();
        Map<Integer, Long> used = new HashMap<>();
        for (String id : ids) {
            int thread = Integer.parseInt(id);
            Long last = before.get(thread);
            long nanos = nanos(id);
            if (nanos > 0) {
                now.put(thread, nanos);
                // a thread that ended may have left its id to a new one
                long since = last == null || nanos < last ? nanos : nanos - last;
                used.put(thread, Math.min(since, System.nanoTime() - beforeNanos));
            } else if (last != null) {
                now.put(thread, last);
            }
        }
        before = now;
        beforeNanos = nowNanos;
        return used;
    }

    private long nanos(String thread) {
        try {
            String text =
                    Files.readString(Path.of(threads.getPath(), thread, "schedstat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException | RuntimeException e) {
            // it ended meanwhile, or this kernel has none
            return 0;
        }
    }
}
