package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The raw JFR events of one period. Closing it deletes the file.
 *
 * @param file the JFR file
 * @param start when sampling began
 * @param end when sampling ended
 * @param gap time before it in which nothing was sampled
 * @param plan what was sampled
 * @param metrics what async-profiler says of itself
 * @param cpuNanos CPU time that each thread used which lived at the end, by the id that the operating system gave it; empty where
 *     that does not tell. Since the last period's end, so with what it used in the gap
 * @param ownCpu CPU time of the profiler's own threads since the last period's end, async-profiler's included; zero where the
 *     operating system does not tell
 */
public record Recording(
        Path file,
        Instant start,
        Instant end,
        Duration gap,
        SamplingPlan plan,
        NativeMetrics metrics,
        Map<Integer, Long> cpuNanos,
        Duration ownCpu)
        implements AutoCloseable {

    /** Its size on disk. */
    public long bytes() throws IOException {
        return Files.size(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
