package io.blackfire.conprof.sampling;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.thread.OwnThread;

/**
 * The CPU time of each thread of this process, user and system, as the Linux kernel accounts for it: the first number of
 * <a href="https://docs.kernel.org/scheduler/sched-stats.html">schedstat</a>, in nanoseconds. Some microseconds a thread.
 * Not thread-safe.
 */
final class ThreadCpu {
    // what the kernel keeps of our names
    private static final String OWN = OwnThread.PREFIX.substring(0, 15);
    private static final String ASYNC_PROFILER = "Async-profiler";

    private final File threads;
    /** Whether a thread is one of the profiler's own, by its id. */
    private final Map<Integer, Boolean> own = new HashMap<>();

    private Map<Integer, Long> before = Map.of();
    private long ownNanos;
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
        ownNanos = 0;
        for (String id : ids) {
            int thread = Integer.parseInt(id);
            Long last = before.get(thread);
            long nanos = nanos(id);
            if (nanos > 0) {
                now.put(thread, nanos);
                // a thread that ended may have left its id to a new one
                boolean fresh = last == null || nanos < last;
                long since = Math.min(fresh ? nanos : nanos - last, System.nanoTime() - beforeNanos);
                used.put(thread, since);
                if (fresh) {
                    own.put(thread, own(id));
                }
                ownNanos += own.get(thread) ? since : 0;
            } else if (last != null) {
                now.put(thread, last);
            }
        }
        own.keySet().retainAll(now.keySet());
        before = now;
        beforeNanos = nowNanos;
        return used;
    }

    /** What the profiler's own threads have used of what the last call told that told anything, async-profiler's among them. */
    Duration own() {
        return Duration.ofNanos(ownNanos);
    }

    /** The threads that the last call told of. */
    Set<Integer> threads() {
        return Set.copyOf(before.keySet());
    }

    /** Whether a thread that the last call told of is the profiler's own. */
    boolean isOwn(int thread) {
        return own.getOrDefault(thread, false);
    }

    /** Threads that a thread of ours starts natively have its name. */
    private boolean own(String thread) {
        try {
            String name = Files.readString(Path.of(threads.getPath(), thread, "comm"), StandardCharsets.ISO_8859_1)
                    .strip();
            return name.equals(OWN) || name.startsWith(ASYNC_PROFILER);
        } catch (IOException e) {
            return false;
        }
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
