package io.blackfire.conprof;

import java.util.Locale;

/** One of the six things that a profile measures; each becomes one or two sample types of the profile. */
public enum Dimension {
    /** Time that threads spent on a CPU, in nanoseconds. */
    CPU_TIME("CPU Time"),
    /** Time that passed while threads ran, waited or slept, in nanoseconds. */
    WALL_TIME("Wall-time"),
    /** Bytes that objects allocated, freed since or not. */
    ALLOCATED_MEMORY("Allocated memory"),
    /** Number of objects allocated. */
    ALLOCATIONS("Allocations"),
    /** Bytes allocated and not yet garbage collected. */
    HEAP_LIVE_SIZE("Heap Live Size"),
    /** How often threads had to wait for a lock that another held, and for how long, in nanoseconds. Off unless asked for. */
    LOCK_CONTENTION("Lock contention");

    private final String title;

    Dimension(String title) {
        this.title = title;
    }

    /** The name that Blackfire shows, for instance {@code CPU Time}. */
    public String title() {
        return title;
    }

    /** The name that users type, for instance {@code cpu-time}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
