package io.blackfire.conprof.attribution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose own each thread is, learnt from its stacks: a thread on which one deployment's code was called by nobody else,
 * and nothing but that deployment's, libraries' and the JDK's code was ever seen. So a pool that an application made is its
 * own while it is parked too, whatever its context class loader. What was learnt is kept while the thread lives. Not
 * thread-safe.
 */
public final class ThreadEvidence {
    private static final Owner NOBODY = Owner.NOBODY;

    private final Map<Long, Owner> owners = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();

    /** Takes note of one stack of a thread. */
    public void note(long threadId, Verdict verdict) {
        seen.add(threadId);
        switch (verdict.thread()) {
            case OWNER ->
                owners.merge(threadId, verdict.owner(), (before, now) -> before.sameDeployment(now) ? now : NOBODY);
            case ONE_OF -> owners.computeIfPresent(threadId, (id, before) -> verdict.mayBe(before) ? before : NOBODY);
            case NOBODY -> owners.put(threadId, NOBODY);
            case ANYBODY -> {}
        }
    }

    /** Whose own the thread is, or null. */
    public Owner ownerOf(long threadId) {
        Owner owner = owners.get(threadId);
        return owner == NOBODY ? null : owner;
    }

    /** Forgets all. */
    public void clear() {
        owners.clear();
        seen.clear();
    }

    /** Deployments have come: a thread that was nobody's may have worked for one of them. */
    public void reconsider() {
        owners.values().removeIf(owner -> owner == NOBODY);
    }

    /**
     * Forgets the threads that were not seen in this period, and the deployments that are gone.
     *
     * @param live those that are not: another module or life of the same deployment takes a gone one's threads
     */
    public void endPeriod(List<Owner> gone, List<Owner> live) {
        owners.keySet().retainAll(seen);
        owners.entrySet().removeIf(entry -> gone.contains(entry.getValue()) && !handedOver(entry, gone, live));
        seen.clear();
    }

    private static boolean handedOver(Map.Entry<Long, Owner> thread, List<Owner> gone, List<Owner> live) {
        Owner before = thread.getValue();
        for (Owner owner : live) {
            if (owner.sameDeployment(before) && !gone.contains(owner)) {
                thread.setValue(owner);
                if (owner.labels().equals(before.labels())) {
                    break;
                }
            }
        }
        return thread.getValue() != before;
    }
}
