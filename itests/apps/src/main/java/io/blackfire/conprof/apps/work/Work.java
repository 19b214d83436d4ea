package io.blackfire.conprof.apps.work;

/** Work in units that always cost the same: about a millisecond of CPU time and 256 KiB of allocation each. */
public final class Work {
    private static final int ROUNDS = 400_000;
    private static final int PIECES = 4;
    private static final int PIECE_BYTES = 64 << 10;

    /** What one unit allocates. */
    public static final int UNIT_BYTES = PIECES * PIECE_BYTES;

    private final byte[][] kept = new byte[64][];
    private int next;
    private long state = 1;

    /** For whoever works. */
    public Work() {}

    /** Does so many units; the result depends on all of them, so that none can be left out. */
    public synchronized long units(int count) {
        for (int unit = 0; unit < count; unit++) {
            burn();
            allocate();
        }
        return state;
    }

    private void burn() {
        long x = state;
        for (int round = 0; round < ROUNDS; round++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        state = x;
    }

    private void allocate() {
        for (int piece = 0; piece < PIECES; piece++) {
            byte[] bytes = new byte[PIECE_BYTES];
            bytes[(int) (state & 0xffff)] = 1;
            kept[next++ % kept.length] = bytes;
        }
    }
}
