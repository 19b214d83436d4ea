package io.blackfire.conprof.harness.machine;

import java.util.List;

/** How often a test repeats what happens to a server in its life: less often in every build than before a release. */
public final class Rounds {
    private static final int PERCENT = Integer.getInteger("rounds", 30);

    private Rounds() {}

    /**
     * As many rounds as this run has time for.
     *
     * @param all how many {@code -Drounds=100} has
     */
    public static int of(int all) {
        return all * PERCENT / 100;
    }

    /** As many of these as this run has time for: the first at least. */
    public static <T> List<T> of(List<T> all) {
        return all.subList(0, Math.max(1, of(all.size())));
    }
}
