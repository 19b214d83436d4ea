package io.blackfire.conprof.attribution;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
            if (owner.contextClassLoader() != null) {
                byLoader.put(owner.contextClassLoader(), owner);
            }
        }
        for (Thread thread : threads()) {
            if (thread == null) {
                break;
            }
            // null says that the thread has no deployment's loader, or not always the same one
            Owner owner = byLoader.get(thread.getContextClassLoader());
            long id = id(thread);
            byThread.merge(id, owner == null ? NONE : owner, (seen, now) -> seen == now ? seen : NONE);
            next.put(id, owner == null ? NONE : owner);
        }
    }

    /** What all looks since the last call agreed on, by Java thread id. */
    public Map<Long, Owner> endPeriod() {
        Map<Long, Owner> ended = byThread;
        ended.values().removeIf(owner -> owner == NONE);
        byThread = next;
        next = new HashMap<>();
        return ended;
    }

    private static final Owner NONE = new Owner("", Map.of(), null, null, null);

    private static Thread[] threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads;
        do {
            threads = new Thread[root.activeCount() * 2 + 16];
        } while (root.enumerate(threads, true) == threads.length);
        return threads;
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19; only subclasses that override getId differ
    private static long id(Thread thread) {
        return thread.getId();
    }
}
