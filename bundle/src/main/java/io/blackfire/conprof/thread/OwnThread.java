package io.blackfire.conprof.thread;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Makes the profiler's own threads: daemons that keep nothing of whoever causes them, an application perhaps. */
public final class OwnThread {
    /** What all their names begin with. */
    public static final String PREFIX = "blackfire-conprof";

    private OwnThread() {}

    /**
     * A thread that is not started yet. It has neither the inheritable thread locals of the caller nor its thread group, nor, up
     * to JDK 23, the protection domains of all classes on its stack; its context class loader is ours.
     *
     * @param purpose what its name ends with; empty for the profiler's main thread
     */
    public static Thread of(Runnable work, String purpose) {
        String name = purpose.isEmpty() ? PREFIX : PREFIX + '-' + purpose;
        Thread thread = privileged(() -> new Thread(rootGroup(), work, name, 0, false));
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(OwnThread.class.getClassLoader());
        return thread;
    }

    /** What all thread groups are in. */
    public static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @SuppressWarnings("removal") // no security is meant, and where it is gone this does no more than to call
    private static Thread privileged(PrivilegedAction<Thread> action) {
        return AccessController.doPrivileged(action);
    }
}
