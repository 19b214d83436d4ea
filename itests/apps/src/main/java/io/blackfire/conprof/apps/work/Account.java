package io.blackfire.conprof.apps.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an application used by its own account: the CPU time of its threads while they worked, as the JVM measures it.
 * Published as the system property {@code apps.<name>.cpu}, in nanoseconds, for tests to compare profiles with.
 */
public final class Account {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String property;
    private final Work work = new Work();
    private final AtomicLong nanos = new AtomicLong();

    /** The account of one application. */
    public Account(String name) {
        property = property(name);
        System.setProperty(property, "0");
    }

    /** Does so many units of work, on the account. */
    public long work(int units) {
        long start = THREADS.getCurrentThreadCpuTime();
        long result = work.units(units);
        long used = nanos.addAndGet(THREADS.getCurrentThreadCpuTime() - start);
        System.setProperty(property, Long.toString(used));
        return result;
    }

    /** What the application of this name has used; 0 while there is none. */
    public static long cpuNanos(String name) {
        return Long.getLong(property(name), 0);
    }

    private static String property(String name) {
        return "apps." + name + ".cpu";
    }
}
