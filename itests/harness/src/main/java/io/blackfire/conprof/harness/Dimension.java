package io.blackfire.conprof.harness;

import java.util.Locale;
import java.util.function.LongFunction;

/** The dimensions that Blackfire documents, in the order in which it lists them. */
enum Dimension {
    CPU_TIME("CPU Time", "cpu-time/nanoseconds", Dimension::time),
    WALL_TIME("Wall-time", "wall-time/nanoseconds", Dimension::time),
    HEAP_LIVE_SIZE("Heap Live Size", "heap-space/bytes", Dimension::memory),
    ALLOCATED_MEMORY("Allocated memory", "alloc-space/bytes", Dimension::memory),
    ALLOCATIONS("Allocations", "alloc-samples/count", count -> String.format(Locale.ROOT, "%,d", count));

    private final String title;
    private final String sampleType;
    private final LongFunction<String> format;

    Dimension(String title, String sampleType, LongFunction<String> format) {
        this.title = title;
        this.sampleType = sampleType;
        this.format = format;
    }

    String title() {
        return title;
    }

    String sampleType() {
        return sampleType;
    }

    /** The value in units for people. */
    String format(long value) {
        return format.apply(value);
    }

    private static String time(long nanos) {
        double millis = nanos / 1e6;
        return millis < 1000
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : String.format(Locale.ROOT, "%,.2f s", millis / 1000);
    }

    private static String memory(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
