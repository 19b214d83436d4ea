package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.time.Duration;

/**
 * CPU time per request with a profiler and without, slice after slice in one JVM: what the compiler made of the server, and what
 * else the machine does, is the same on both sides. Two JVMs of the same server differ by more than a profiler costs.
 */
final class PairedSlices {
    private final ProcessHandle server;
    private final Load load;
    private final Duration slice;

    PairedSlices(ProcessHandle server, Load load, Duration slice) {
        this.server = server;
        this.load = load;
        this.slice = slice;
    }

    void warmUp(int slices) throws IOException {
        for (int i = 0; i < slices; i++) {
            nanosPerRequest();
        }
    }

    /** CPU time with the profiler on over that with it off; in turn, the one or the other comes first. */
    Ratio measure(Switch profiler, int pairs) throws IOException {
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double off = i % 2 == 0 ? nanosPerRequest() : 0;
            profiler.on();
            double on;
            try {
                on = nanosPerRequest();
            } finally {
                profiler.off();
            }
            ratios[i] = on / (off == 0 ? nanosPerRequest() : off);
        }
        return Ratio.of(ratios);
    }

    private double nanosPerRequest() throws IOException {
        long before = cpuNanos();
        long requests = load.run(slice);
        return (double) (cpuNanos() - before) / requests;
    }

    private long cpuNanos() {
        return server.info().totalCpuDuration().orElseThrow().toNanos();
    }
}
