package io.blackfire.conprof.sampling;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who of all copies of us in this JVM samples, and who waits to: the one of the highest rank goes first, among equals the one
 * that came first. A claim ends with the thread that made it, so that a copy that was thrown away does not hold it for ever.
 * Used under the lock of {@link SharedProfiler}.
 */
final class SharedClaim {
    /** Of a copy that knows nothing of others: the lowest. */
    static final int NO_RANK = -1;

    private static final Claimant NOBODY = Claimant.now("", NO_RANK, null);

    private Claimant owner = NOBODY;
    private final Map<String, Claimant> waiting = new LinkedHashMap<>();

    /** Whose it is; empty when nobody's. */
    String owner() {
        return owner.who();
    }

    /** Whether its owner knows of the other copies, and so profiles their deployments. */
    boolean owned(String who) {
        return owner.who().equals(who);
    }

    /** Whether the owner profiles the deployments of the other copies too. */
    boolean leads() {
        return owner.rank() > NO_RANK;
    }

    /** Whether its owner is gone without a word. */
    boolean abandoned() {
        return owner != NOBODY && !owner.alive();
    }

    /**
     * Claims, or waits for it from now on.
     *
     * @return whose turn it is instead: to be told; empty when the claim is the claimant's now, or nobody else has to act
     */
    Collection<Claimant> claim(Claimant claimant) {
        if (owned(claimant.who())) {
            return List.of();
        }
        waiting.put(claimant.who(), claimant);
        waiting.values().removeIf(other -> !other.alive());
        Claimant first = first();
        if (owner == NOBODY && first == claimant) {
            owner = claimant;
            waiting.remove(claimant.who());
            return List.of();
        }
        if (owner == NOBODY) {
            return List.of(first);
        }
        return claimant.rank() > owner.rank() ? List.of(owner) : List.of();
    }

    /** Whether one of a higher rank than the owner waits. */
    boolean wanted() {
        waiting.values().removeIf(other -> !other.alive());
        return !waiting.isEmpty() && first().rank() > owner.rank();
    }

    /**
     * Lets go of it, or waits for it no longer.
     *
     * @return who waits: to be told
     */
    Collection<Claimant> release(String who) {
        waiting.remove(who);
        if (!owned(who)) {
            return List.of();
        }
        owner = NOBODY;
        return List.copyOf(waiting.values());
    }

    /** The owner is gone. */
    void forget() {
        owner = NOBODY;
    }

    private Claimant first() {
        Claimant first = NOBODY;
        for (Claimant claimant : waiting.values()) {
            if (first == NOBODY || claimant.rank() > first.rank()) {
                first = claimant;
            }
        }
        return first;
    }
}
