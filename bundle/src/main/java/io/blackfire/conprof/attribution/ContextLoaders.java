package io.blackfire.conprof.attribution;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.thread.OwnThread;

/**
 * Which deployment's class loader was the context class loader of each platform thread, in every look during a period.
 * Pool threads of a server change theirs with every request: only what never changed counts. Not thread-safe.
 */
public final class ContextLoaders {
    private Map<Long, Owner> byThread = new HashMap<>();
    private Map<Long, Owner> next = new HashMap<>();

    /** Looks at all threads now. */
    public void look(List<Owner> owners) {
        Map<ClassLoader, Owner> byLoader = new IdentityHashMap<>();
        for (Owner owner : owners) {
            ClassLoader loader = owner.loader().get();
            if (loader != null) {
                byLoader.merge(loader, owner, ContextLoaders::oneDeployment);
            }
        }
        for (Thread thread : threads()) {
            if (thread == null) {
                break;
            }
            Owner owner = byLoader.getOrDefault(contextClassLoader(thread), NONE);
            byThread.merge(id(thread), owner, ContextLoaders::oneDeployment);
            next.put(id(thread), owner);
        }
    }

    /** Two lives of one deployment are one, the later counts; two deployments are none. */
    private static Owner oneDeployment(Owner before, Owner now) {
        return before.deployment().equals(now.deployment()) ? now : NONE;
    }

    private static ClassLoader contextClassLoader(Thread thread) {
        try {
            return thread.getContextClassLoader();
        } catch (RuntimeException | LinkageError e) {
            // a subclass may do what it likes
            return null;
        }
    }

    /**
     * What all looks since the last call agreed on, by Java thread id.
     *
     * @param gone deployments that are not to be kept for the next period
     */
    public Map<Long, Owner> endPeriod(List<Owner> gone) {
        Map<Long, Owner> ended = byThread;
        ended.values().removeIf(owner -> owner == NONE);
        byThread = next;
        byThread.values().removeIf(gone::contains);
        next = new HashMap<>();
        return ended;
    }

    /** Lets go of everything. */
    public void clear() {
        byThread = new HashMap<>();
        next = new HashMap<>();
    }

    /** No deployment's loader, or not always the same deployment's. */
    private static final Owner NONE = Owner.NOBODY;

    private static Thread[] threads() {
        ThreadGroup root = OwnThread.rootGroup();
        Thread[] threads;
        do {
            threads = new Thread[root.activeCount() * 2 + 16];
        } while (root.enumerate(threads, true) == threads.length);
        return threads;
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19; only subclasses that override getId differ
    static long id(Thread thread) {
        return thread.getId();
    }
}
