package com.acme.storm;

import java.util.concurrent.ThreadLocalRandom;

/** Requests that cost a profiler more than any should: no two have the same stack, and many are as deep as it looks. */
public final class Storm implements Runnable {
    private static final int DEEPEST = 2_000;
    private static final int SPINS = 500;
    private static final int BYTES = 32 << 10;

    private byte[] page;

    @Override
    public void run() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        step(random.nextInt(DEEPEST), random.nextLong());
    }

    private void step(int depth, long path) {
        if (depth == 0) {
            work();
        } else if ((path & 1) == 0) {
            left(depth - 1, Long.rotateRight(path, 1));
        } else {
            right(depth - 1, Long.rotateRight(path, 1));
        }
    }

    private void left(int depth, long path) {
        step(depth, path);
    }

    private void right(int depth, long path) {
        step(depth, path);
    }

    private void work() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
        page = new byte[BYTES];
    }

    /** What was made last, so that it is made. */
    public int size() {
        return page == null ? 0 : page.length;
    }
}
