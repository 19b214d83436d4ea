package io.blackfire.conprof.sampling;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What async-profiler says of itself for one period, and what the {@link HeapTracker} adds to that.
 *
 * @param samples samples taken, recorded or not
 * @param skipped samples taken that could not be recorded
 * @param stackWalking time that the sampled threads spent walking their stacks
 * @param bytes native memory it holds
 * @param stackBytes what of it is for stacks
 * @param room what stacks of allocations took of their room; over 1 what they would have taken
 */
public record NativeMetrics(
        long samples, long skipped, Duration stackWalking, long bytes, long stackBytes, double room) {

    /** When it says nothing. */
    static final NativeMetrics NONE = new NativeMetrics(0, 0, Duration.ZERO, 0);

    /** What grows is stacks, within their limit. */
    private static final long PLAUSIBLE_KILOBYTES = 3L << 20;

    /** The same without what async-profiler had said before in the same session. */
    NativeMetrics since(NativeMetrics before) {
        return new NativeMetrics(
                samples - before.samples,
                skipped - before.skipped,
                stackWalking.minus(before.stackWalking),
                bytes,
                stackBytes,
                room);
    }

    /** With what the live heap took. */
    NativeMetrics plus(LiveHeap.Cost heap) {
        return new NativeMetrics(
                samples, skipped, stackWalking.plus(heap.sampling()), bytes + heap.bytes(), stackBytes, heap.room());
    }

    /** Of async-profiler alone. */
    public NativeMetrics(long samples, long skipped, Duration stackWalking, long bytes) {
        this(samples, skipped, stackWalking, bytes, 0, 0);
    }

    /** Reads the answer to the command {@code metrics}: lines of name and number. */
    static NativeMetrics parse(String text) {
        Map<String, Long> values = new HashMap<>();
        long kilobytes = 0;
        for (String line : text.split("\n")) {
            int space = line.indexOf(' ');
            if (space > 0) {
                long value = Long.parseLong(line.substring(space + 1).strip());
                values.put(line.substring(0, space), value);
                // seen with 4.6: now and then one of them is a wild number, 4 GiB or more
                kilobytes += line.startsWith("mem_") && value < PLAUSIBLE_KILOBYTES ? value : 0;
            }
        }
        return new NativeMetrics(
                values.getOrDefault("samples_total", 0L),
                values.getOrDefault("samples_skipped_total", 0L),
                Duration.ofNanos(values.getOrDefault("stackwalk_ns_total", 0L)),
                kilobytes * 1024,
                values.getOrDefault("mem_calltracestorage_kb", 0L) * 1024,
                0);
    }
}
