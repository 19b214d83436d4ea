package io.blackfire.conprof.harness.machine;

import java.util.List;

/** How often a test repeats what happens to a server in its life: less often in every build than before a release. */
public final class Rounds {
    /** Of all rounds, how many this run has time for: {@code -Drounds}. */
    public static final int PERCENT = Integer.getInteger("rounds", 15);

    /** What {@link Lifelines} need, to tell what grows from what is under way. */
    private static final int FEWEST = 6;

    private Rounds() {}

    /**
     * As many rounds as this run has time for, and six at least.
     *
     * @param all how many {@code -Drounds=100} has
     */
    public static int of(int all) {
        return Math.max(FEWEST, part(all));
    }

    /** As many of these as this run has time for: the first at least. */
    public static <T> List<T> of(List<T> all) {
        return all.subList(0, Math.max(1, part(all.size())));
    }

    private static int part(int all) {
        return all * PERCENT / 100;
    }
}
