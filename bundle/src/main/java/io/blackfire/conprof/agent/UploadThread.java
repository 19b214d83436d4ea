package io.blackfire.conprof.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** The one thread of an {@link Uploader}, without the thread locals and the context class loader of who starts it. */
final class UploadThread {
    private static final Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String NAME = "blackfire-conprof-upload";

    private final Thread thread;
    private volatile long endedCpuNanos;

    UploadThread(Runnable work) {
        Runnable measured = () -> {
            try {
                work.run();
            } finally {
                endedCpuNanos = cpuNanos(Thread.currentThread());
            }
        };
        thread = new Thread(null, measured, NAME, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(UploadThread.class.getClassLoader());
    }

    /** Starts it unless that was done. Where there is no room for one more thread, the next call may find some. */
    synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                LOG.log(Level.WARNING, "Cannot start a thread for uploads", e);
            }
        }
    }

    /** Waits until it has ended; returns early, with the interrupt kept, when the caller is interrupted. */
    void join(Duration timeout) {
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Duration cpuTime() {
        return Duration.ofNanos(thread.isAlive() ? cpuNanos(thread) : endedCpuNanos);
    }

    private static long cpuNanos(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean told = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        return told ? Math.max(0, threads.getThreadCpuTime(thread.getId())) : 0;
    }
}
