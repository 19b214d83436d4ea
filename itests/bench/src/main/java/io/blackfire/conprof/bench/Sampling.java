package io.blackfire.conprof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import one.profiler.AsyncProfiler;
import one.profiler.Recording;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A session of async-profiler with our default settings. Not through our own sampler, whose class loader keeps the library
 * to itself: spans work in the class loader only that loaded it.
 */
@State(Scope.Benchmark)
public class Sampling {
    private final AsyncProfiler profiler = AsyncProfiler.getInstance();
    private Path recording;

    /** Starts to sample. */
    @Setup(Level.Trial)
    public void start() throws IOException {
        recording = Files.createTempFile("bench", ".jfr");
        profiler.execute(
                "start,jfr,event=ctimer,interval=10ms,wall=100ms,alloc=512k,live,loglevel=none,file=" + recording);
        if (Recording.state() != Recording.RUNNING) {
            throw new IllegalStateException("spans are off: they would cost nothing");
        }
    }

    /** Stops and forgets the samples. */
    @TearDown(Level.Trial)
    public void stop() throws IOException {
        profiler.execute("stop,loglevel=none");
        Files.delete(recording);
    }
}
