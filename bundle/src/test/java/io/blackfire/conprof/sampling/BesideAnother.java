package io.blackfire.conprof.sampling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

import one.profiler.AsyncProfiler;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

/** A program that has async-profiler at work itself, from its own class loader, while we try to sample. */
final class BesideAnother {
    private BesideAnother() {}

    public static void main(String[] args) throws Exception {
        AsyncProfiler other = AsyncProfiler.getInstance();
        other.execute("start,event=cpu,alloc=1m,jfr,loglevel=none,file=" + args[0] + "/other.jfr");
        try (Sampler sampler = new Sampler("child", Path.of(args[0]))) {
            tryTo(sampler);
            other.execute("stop,loglevel=none");
            tryTo(sampler);
        }
    }

    private static void tryTo(Sampler sampler) {
        try {
            sampler.begin(new SamplingPlan(
                    EnumSet.allOf(Dimension.class),
                    CpuEngine.TIMER,
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    1 << 19));
            System.out.println("sampling");
        } catch (SamplingException e) {
            System.out.println((e.busy() ? "busy: " : "unavailable: ") + e.getMessage() + " retry=" + e.retryable());
        }
    }
}
