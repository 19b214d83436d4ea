package io.blackfire.conprof.bench;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import one.profiler.Span;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.Profiler;

/** One call on behalf of a deployment, in every way there is, while async-profiler samples. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MarkerBenchmark {
    private final Work work = new Work();

    /** The deployments that are called; from three on, no call site knows where it goes. */
    @State(Scope.Thread)
    public static class Deployed {
        /** How many; a power of two. */
        @Param({"1", "8"})
        public int deployments;

        /**
         * How many calls in a row are of the same one, as a power of two. With 0, each call goes somewhere else than the
         * one before, which no processor predicts that remembers the last target only.
         */
        @Param({"0", "10"})
        public int burst;

        private Deployment[] all;
        private int calls;

        /** Adds them as an adapter does; the profiler need not run for it. */
        @Setup
        public void deploy() {
            Deployments added =
                    Profiler.builder().applicationName("bench").build().deployments();
            all = IntStream.range(0, deployments)
                    .mapToObj(i -> added.add("app-" + i, Map.of(), new NoClasses(), null))
                    .toArray(Deployment[]::new);
        }

        Deployment next() {
            return all[calls++ >>> burst & all.length - 1];
        }
    }

    private record NoClasses() implements ClassSource {
        @Override
        public Set<String> packages() {
            return Set.of();
        }

        @Override
        public boolean contains(String className) {
            return false;
        }
    }

    /** The call alone. */
    @Benchmark
    public void bare(Sampling sampling) {
        work.run();
    }

    /** async-profiler's own way to say on whose behalf a thread works. */
    @Benchmark
    public void span(Sampling sampling) {
        long start = Span.start();
        work.run();
        Span.endIfProfiled(start, "app");
    }

    @Benchmark
    public void run(Sampling sampling, Deployed deployed) {
        deployed.next().run(work);
    }

    @Benchmark
    public Work call(Sampling sampling, Deployed deployed) throws Exception {
        return deployed.next().call(work);
    }

    @Benchmark
    public Work task(Sampling sampling, Deployed deployed) {
        return deployed.next().call(Work.TASK, work, "request", "response");
    }
}
