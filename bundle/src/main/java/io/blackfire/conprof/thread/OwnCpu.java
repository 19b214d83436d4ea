package io.blackfire.conprof.thread;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of the profiler's own threads, told by their names. They live as long as the profiler does, all but those of a
 * diagnosis that somebody asked for. Some microseconds for each thread of the JVM. Not thread-safe.
 */
public final class OwnCpu {
    private Map<Long, Long> before = Map.of();

    /** What they have used since the last call; zero where the JVM cannot tell. */
    public Duration sinceLast() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
            return Duration.ZERO;
        }
        Map<Long, Long> now = new HashMap<>();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(OwnThread.PREFIX)) {
                long id = thread.getThreadId();
                long used = Math.max(0, threads.getThreadCpuTime(id));
                now.put(id, used);
                nanos += Math.max(0, used - before.getOrDefault(id, 0L));
            }
        }
        before = now;
        return Duration.ofNanos(nanos);
    }
}
