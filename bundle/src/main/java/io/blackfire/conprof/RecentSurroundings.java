package io.blackfire.conprof;

import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.attribution.Surroundings;

/**
 * What had classes beside the deployments in this period and in the one before: the profiles of a period are made when the
 * next one has begun. Not thread-safe.
 */
final class RecentSurroundings {
    // a folder full of archives changes them with each archive
    private static final int MOST_KEPT = 8;

    private final List<Surroundings> earlier = new ArrayList<>();
    private Surroundings now = Surroundings.UNKNOWN;
    private Surroundings before = Surroundings.UNKNOWN;
    private Surroundings all = now;

    void set(Surroundings next) {
        if (earlier.size() == MOST_KEPT) {
            // not the first, which has all that goes in this period
            earlier.remove(1);
        }
        earlier.add(now);
        now = next;
        all = now.or(union(earlier)).or(before);
    }

    /** What was gone before the period that ended may be forgotten. */
    void periodBegins() {
        before = union(earlier);
        earlier.clear();
        all = now.or(before);
    }

    /** All of them; the same object as long as nothing changes. */
    Surroundings all() {
        return all;
    }

    private static Surroundings union(List<Surroundings> some) {
        return some.stream().reduce(Surroundings.UNKNOWN, Surroundings::or);
    }
}
