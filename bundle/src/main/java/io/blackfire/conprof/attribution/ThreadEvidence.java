package io.blackfire.conprof.attribution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose own each thread is, learnt from its stacks: a thread on which one deployment's code was called by nobody else,
 * and nothing but that deployment's and the JDK's code was ever seen. So a pool that an application made is its own while
 * it is parked too, whatever its context class loader. What was learnt is kept while the thread lives. Not thread-safe.
 */
public final class ThreadEvidence {
    private static final Owner NOBODY = new Owner("", Map.of(), null, null, null);

    private final Map<Long, Owner> owners = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();

    /** Takes note of one stack of a thread. */
    public void note(long threadId, Verdict verdict) {
        seen.add(threadId);
        if (verdict.rule() == Verdict.Rule.NEUTRAL
                || verdict.rule() == Verdict.Rule.BROKEN
                || verdict.rule() == Verdict.Rule.CUT) {
            return;
        }
        Owner says = verdict.rule() == Verdict.Rule.CLASS && verdict.ownThread() ? verdict.owner() : NOBODY;
        // two lives of one deployment are one
        owners.merge(threadId, says, (before, now) -> before.deployment().equals(now.deployment()) ? now : NOBODY);
    }

    /** Whose own the thread is, or null. */
    public Owner ownerOf(long threadId) {
        Owner owner = owners.get(threadId);
        return owner == NOBODY ? null : owner;
    }

    /** Forgets the threads that were not seen in this period, and the deployments that are gone. */
    public void endPeriod(List<Owner> gone) {
        owners.keySet().retainAll(seen);
        owners.values().removeIf(gone::contains);
        seen.clear();
    }
}
