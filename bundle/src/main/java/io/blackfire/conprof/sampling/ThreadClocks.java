package io.blackfire.conprof.sampling;

/**
 * The CPU time of any thread of this process, user and system, by the clock that Linux has for each (<a
 * href="https://man7.org/linux/man-pages/man3/pthread_getcpuclockid.3.html">pthread_getcpuclockid</a>), from our {@linkplain
 * LoadedLibrary native library}.
 *
 * <p>Never used from our own class loader, like {@link SharedProfiler}. For any thread.
 */
final class ThreadClocks {
    /**
     * Reads clocks: of the threads with the ids, an array of int, that the operating system gave them. The answer is an array of
     * nanoseconds, 0 where there is no such thread, or null when the library is not loaded.
     */
    static final String READ = "thread-clocks";

    private ThreadClocks() {}

    static long[] read(int[] threads) {
        if (!LoadedLibrary.loaded()) {
            return null;
        }
        long[] nanos = new long[threads.length];
        read0(threads, nanos);
        return nanos;
    }

    private static native void read0(int[] threads, long[] nanos);
}
