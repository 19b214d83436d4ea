package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The raw JFR events of one period. Closing it deletes the file.
 *
 * @param file the JFR file
 * @param start when sampling began
 * @param end when sampling ended
 * @param gap time before it in which nothing was sampled
 * @param plan what was sampled
 * @param metrics what async-profiler says of itself
 */
public record Recording(Path file, Instant start, Instant end, Duration gap, SamplingPlan plan, NativeMetrics metrics)
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
