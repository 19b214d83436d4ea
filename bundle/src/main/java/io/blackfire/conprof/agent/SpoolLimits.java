package io.blackfire.conprof.agent;

import java.time.Duration;

/**
 * How much may wait on disk.
 *
 * @param bytes of all profiles, 0 for none at all
 * @param age of a profile, from the begin of its period
 */
public record SpoolLimits(long bytes, Duration age) {
    /** Nothing waits on disk. */
    public static final SpoolLimits NONE = new SpoolLimits(0, Duration.ZERO);

    /** So many files that a folder is still quick to list. */
    static final int COUNT = 10_000;
}
