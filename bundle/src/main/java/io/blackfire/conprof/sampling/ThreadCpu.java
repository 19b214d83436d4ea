package io.blackfire.conprof.sampling;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.blackfire.conprof.thread.OwnThread;

/**
 * The CPU time of each thread of this process, user and system, as the Linux kernel accounts for it, in nanoseconds: by {@link
 * ThreadClocks}, some 5 µs a thread, their list included, or where these say nothing by the first number of <a
 * href="https://docs.kernel.org/scheduler/sched-stats.html">schedstat</a>, 10 to 30 µs, most of it the kernel's. Not thread-safe.
 */
final class ThreadCpu {
    // what the kernel keeps of our names
    private static final String OWN = OwnThread.PREFIX.substring(0, 15);
    private static final String ASYNC_PROFILER = "Async-profiler";

    private final File threads;
    private final Function<int[], long[]> clocks;
    /** Whether a thread is one of the profiler's own, by its id, as far as that was asked for. */
    private final Map<Integer, Boolean> own = new HashMap<>();

    /** Longer than any of the files is. */
    private final byte[] buffer = new byte[128];

    private Map<Integer, Long> before = Map.of();
    private long ownNanos;
    private long beforeNanos = System.nanoTime();

    /**
     * @param clocks answers like {@link ThreadClocks#READ}
     */
    ThreadCpu(Function<int[], long[]> clocks) {
        this(new File("/proc/self/task"), clocks);
    }

    /**
     * @param threads where the kernel tells of threads
     */
    ThreadCpu(File threads, Function<int[], long[]> clocks) {
        this.threads = threads;
        this.clocks = clocks;
    }

    /** What comes next is since now. For less than {@link #sinceLast}, as nothing has to be known of the threads. */
    void mark() {
        look(false);
    }

    /**
     * What each thread that lives now has used since the last call of this or {@link #mark}, by its id, and never more than the time
     * since then: a thread has one processor. Empty where the kernel does not tell.
     */
    Map<Integer, Long> sinceLast() {
        return look(true);
    }

    private Map<Integer, Long> look(boolean named) {
        String[] names = threads.list();
        if (names == null) {
            // no file descriptor left for a moment, or never anything there: the next call is for this time, too
            return Map.of();
        }
        int[] ids = new int[names.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Integer.parseInt(names[i]);
        }
        long nowNanos = System.nanoTime();
        Map<Integer, Long> now = new HashMap<>();
        Map<Integer, Long> used = new HashMap<>();
        ownNanos = 0;
        long[] all = clocks.apply(ids);
        for (int i = 0; i < ids.length; i++) {
            int thread = ids[i];
            Long last = before.get(thread);
            long nanos = all != null && all[i] > 0 ? all[i] : nanos(thread);
            if (nanos > 0) {
                now.put(thread, nanos);
                // a thread that ended may have left its id to a new one
                boolean fresh = last == null || nanos < last;
                long since = Math.min(fresh ? nanos : nanos - last, System.nanoTime() - beforeNanos);
                used.put(thread, since);
                if (fresh) {
                    own.remove(thread);
                }
                if (named && own.computeIfAbsent(thread, this::own)) {
                    ownNanos += since;
                }
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
    private boolean own(int thread) {
        try {
            String name = read(thread, "comm").strip();
            return name.equals(OWN) || name.startsWith(ASYNC_PROFILER);
        } catch (IOException e) {
            return false;
        }
    }

    private long nanos(int thread) {
        try {
            String text = read(thread, "schedstat");
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException | RuntimeException e) {
            // it ended meanwhile, or this kernel has none
            return 0;
        }
    }

    /** One read is the whole of such a file; anything of java.nio takes three times as long. */
    private String read(int thread, String file) throws IOException {
        try (InputStream in = new FileInputStream(threads.getPath() + "/" + thread + "/" + file)) {
            int length = Math.max(0, in.read(buffer));
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
