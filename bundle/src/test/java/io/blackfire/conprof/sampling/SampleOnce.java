package io.blackfire.conprof.sampling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

/** A program that begins to sample, says how that went, and waits to be killed or for its input to end. */
final class SampleOnce {
    private SampleOnce() {}

    public static void main(String[] args) throws Exception {
        Sampler sampler = new Sampler("child", args.length == 0 ? null : Path.of(args[0]));
        CpuEngine engine = CpuEngine.valueOf(System.getProperty("engine", "TIMER"));
        try {
            sampler.begin(new SamplingPlan(
                    EnumSet.allOf(Dimension.class), engine, Duration.ofMillis(10), Duration.ofMillis(100), 1 << 19));
            System.out.println("sampling");
            System.in.read();
            System.out.println("recorded " + sampler.end().bytes());
        } catch (SamplingException e) {
            System.out.println((e.busy() ? "busy: " : "unavailable: ") + e.getMessage() + " retry=" + e.retryable());
        }
        sampler.close();
    }
}
