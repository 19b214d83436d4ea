package io.blackfire.conprof.sampling;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import one.profiler.Recording;

/**
 * Samples allocations and follows the objects until they are collected, by our {@linkplain LoadedLibrary native library}
 * ({@code src/main/c}), in place of async-profiler's {@code alloc} and {@code live}.
 *
 * <p>Never used from our own class loader, like {@link SharedProfiler}, which lets the owner of the claim alone do commands. They come
 * from any thread, one at a time; none waits for the disk, and no allocating thread waits for one.
 */
final class HeapTracker {
    /** Begins, or goes on: a map of {@link #INTERVAL}, {@link #LIVE} and {@link #LIMIT}; the answer is why not, or empty. */
    static final String START = "heap-start";

    /** A recording of async-profiler's has begun: from now on, times are those of its events. */
    static final String CLOCK = "heap-clock";

    /** The answer is the time, in nanoseconds, that threads have spent on samples of the period under way. */
    static final String SPENT = "heap-spent";

    /** Ends a period: the answer is a map of {@link #FILE}, {@link #BYTES}, {@link #NANOS} and {@link #ROOM}, or null. */
    static final String DUMP = "heap-dump";

    /** Ends, and forgets all. */
    static final String STOP = "heap-stop";

    /** Mean distance between two samples, in bytes. */
    static final String INTERVAL = "interval";
    /** Whether to follow objects. */
    static final String LIVE = "live";
    /** Bytes of stacks in a period. */
    static final String LIMIT = "limit";

    /** What the period is written as, a {@link ByteBuffer} that is valid until the next command. */
    static final String FILE = "file";
    /** Native memory that it took. */
    static final String BYTES = "bytes";

    /** Time that threads spent on its samples. */
    static final String NANOS = "nanos";

    /** What its stacks took of {@link #LIMIT}; over 1 what they would have taken. */
    static final String ROOM = "room";

    // jvmti.h
    private static final int NOT_AVAILABLE = 98;

    private static volatile boolean on;
    /** The time of the latest sample of any thread, as the library writes it; null before the first start. */
    private static volatile ByteBuffer latest;

    private boolean live;
    private long spentNanos;

    synchronized Object command(String command, Map<?, ?> argument) {
        switch (command) {
            case START -> {
                return start(argument);
            }
            case DUMP -> {
                return on ? dump() : null;
            }
            case SPENT -> {
                return on ? spentNanos0() - spentNanos : null;
            }
            case CLOCK -> {
                if (on) {
                    clock0(Recording.timestamp(), Recording.clockFrequency());
                }
            }
            case STOP -> stop();
            default -> {}
        }
        return null;
    }

    private String start(Map<?, ?> argument) {
        if (!LoadedLibrary.loaded()) {
            return "the native library is not loaded";
        }
        if (latest == null) {
            latest = latest0().order(ByteOrder.nativeOrder());
        }
        boolean follow = (Boolean) argument.get(LIVE);
        if (follow != live) {
            stop();
        }
        int error = start0((Long) argument.get(INTERVAL), follow, (Long) argument.get(LIMIT), threads());
        on = error == 0;
        live = follow;
        if (on) {
            return "";
        }
        return error == NOT_AVAILABLE ? "another agent samples allocations" : "JVMTI error " + error;
    }

    /** All threads, by the ids of the operating system; none where it does not tell. */
    private static int[] threads() {
        String[] ids = new File("/proc/self/task").list();
        int[] threads = new int[ids == null ? 0 : ids.length];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Integer.parseInt(ids[i]);
        }
        return threads;
    }

    private Map<String, Object> dump() {
        long bytes = bytes0();
        ByteBuffer file = dump0();
        long before = spentNanos;
        spentNanos = spentNanos0();
        return file == null ? null : Map.of(FILE, file, BYTES, bytes, NANOS, spentNanos - before, ROOM, room0());
    }

    synchronized void stop() {
        if (on) {
            on = false;
            stop0();
        }
    }

    /**
     * Whether the current thread was sampled since then, a time of async-profiler's, in this period. Where no thread was, which is most
     * often, it takes a nanosecond or two.
     */
    static boolean sampledSince(long time) {
        return on && latest.getLong(0) >= time && sampledSince0(time);
    }

    private static native int start0(long intervalBytes, boolean follow, long limitBytes, int[] threads);

    private static native void clock0(long now, long frequency);

    /** Null when it is not on, or without memory. */
    private static native ByteBuffer dump0();

    private static native void stop0();

    private static native ByteBuffer latest0();

    private static native boolean sampledSince0(long time);

    private static native long spentNanos0();

    private static native double room0();

    private static native long bytes0();
}
