package io.blackfire.conprof.harness.machine;

/** How often a test repeats what happens to a server in its life: less often in every build than before a release. */
public final class Rounds {
    private static final int PERCENT = Integer.getInteger("rounds", 40);

    private Rounds() {}

    /**
     * As many rounds as this run has time for.
     *
     * @param all how many {@code -Drounds=100} has
     */
    public static int of(int all) {
        return all * PERCENT / 100;
    }
}
