package io.blackfire.conprof.attribution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Whose the objects on the heap are, by their samples' ids: decided once, in the period in which they were allocated, by all there was
 * to say so. Not thread-safe.
 */
public final class LiveOwners {
    // an entry of the map and a number
    private static final long BYTES_EACH = 72;
    /** Twice what there can be in a period: more are of periods of which a part was lost. */
    private static final int MOST = 1 << 16;

    private final Map<Long, Owner> owners = new HashMap<>();
    private final Map<Long, Owner> next = new HashMap<>();

    /** Whose it is, and stays; null for the server. */
    public Owner ownerOf(long id) {
        Owner owner = owners.get(id);
        keep(id, owner);
        return owner;
    }

    /** Takes note of whose it is; null for the server. */
    public void keep(long id, Owner owner) {
        if (owner != null) {
            next.put(id, owner);
        }
    }

    /**
     * The end of a period.
     *
     * @param all whether all that is there was asked for or kept: what was not is gone
     */
    public void endPeriod(boolean all) {
        if (all || owners.size() > MOST) {
            owners.clear();
        }
        owners.putAll(next);
        next.clear();
    }

    /**
     * Owners may have become others' aliases, where another copy of us knows the same application by another name.
     *
     * @param live all that are no aliases
     * @param aliases the others, by their markers, and who stands for them
     */
    public void settle(List<Owner> live, Map<String, Owner> aliases) {
        owners.replaceAll((id, owner) -> aliases.getOrDefault(owner.marker(), owner));
        owners.values().retainAll(new HashSet<>(live));
    }

    /** Deployments are gone: what is left of theirs is the server's. */
    public void forget(List<Owner> gone) {
        owners.values().removeIf(gone::contains);
        next.values().removeIf(gone::contains);
    }

    /** Nothing is followed any longer. */
    public void clear() {
        owners.clear();
        next.clear();
    }

    /** Estimate of the heap that it takes. */
    public long heapBytes() {
        return owners.size() * BYTES_EACH;
    }
}
