package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The raw JFR events of one period. Closing it deletes what is not needed for the next one.
 *
 * @param events where they are
 * @param heap the file of the allocations and of the live heap; null where the events have them
 * @param start when sampling began
 * @param end when sampling ended
 * @param gap time before it in which nothing was sampled
 * @param plan what was sampled
 * @param metrics what async-profiler says of itself
 * @param cpuNanos CPU time that each thread used which lived at the end, by the id that the operating system gave it; empty where
 *     that does not tell. Since the last period's end, so with what it used in the gap
 * @param timed threads that had a CPU timer when it began, running since the period before; none where a session began with it
 * @param ownCpu CPU time of the profiler's own threads since the last period's end, async-profiler's included; zero where the
 *     operating system does not tell
 */
public record Recording(
        EventFile events,
        Path heap,
        Instant start,
        Instant end,
        Duration gap,
        SamplingPlan plan,
        NativeMetrics metrics,
        Map<Integer, Long> cpuNanos,
        Set<Integer> timed,
        Duration ownCpu)
        implements AutoCloseable {

    /** One whose JFR file has all, and nothing else. */
    public Recording(
            Path file,
            Instant start,
            Instant end,
            Duration gap,
            SamplingPlan plan,
            NativeMetrics metrics,
            Map<Integer, Long> cpuNanos,
            Duration ownCpu) {
        this(EventFile.whole(file), null, start, end, gap, plan, metrics, cpuNanos, Set.of(), ownCpu);
    }

    /** Its size on disk. */
    public long bytes() throws IOException {
        return events.bytes() + (heap != null && Files.exists(heap) ? Files.size(heap) : 0);
    }

    @Override
    public void close() throws IOException {
        if (events.last()) {
            Files.deleteIfExists(events.path());
        }
        if (heap != null) {
            Files.deleteIfExists(heap);
        }
    }
}
