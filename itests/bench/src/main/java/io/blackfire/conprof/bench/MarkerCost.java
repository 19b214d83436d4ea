package io.blackfire.conprof.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What {@link MarkerBenchmark} measures. Whatever else the machine does can only make a call slower, so the best of all
 * measurements is kept.
 */
final class MarkerCost {

    /**
     * @param nanos time of one call
     * @param bytes what it allocates
     */
    record Cost(double nanos, double bytes) {
        private static Cost best(Cost a, Cost b) {
            return new Cost(Math.min(a.nanos, b.nanos), Math.min(a.bytes, b.bytes));
        }
    }

    private final Length length;
    private final Map<String, Cost> costs = new TreeMap<>();

    MarkerCost(Length length) {
        this.length = length;
    }

    /** Measures each benchmark once more, each in a JVM of its own. */
    void measure() throws RunnerException {
        boolean isLong = length == Length.LONG;
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(MarkerBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .param("deployments", "8")
                .forks(isLong ? 5 : 1)
                .warmupIterations(isLong ? 10 : 3)
                .warmupTime(TimeValue.milliseconds(200))
                // short and many: some of them nobody disturbs
                .measurementIterations(isLong ? 200 : 30)
                .measurementTime(TimeValue.milliseconds(10))
                .verbosity(VerboseMode.SILENT)
                .jvmArgs("-Djmh.ignoreLock=true", "-Xmx256m")
                .shouldFailOnError(true);
        if (isLong) {
            options.param("deployments", "1", "8");
        }
        for (RunResult result : new Runner(options.build()).run()) {
            double nanos = result.getPrimaryResult().getStatistics().getMin();
            double bytes = result.getSecondaryResults()
                    .get("gc.alloc.rate.norm")
                    .getStatistics()
                    .getMin();
            costs.merge(name(result), new Cost(nanos, bytes), Cost::best);
        }
    }

    Cost of(String benchmark) {
        return costs.get(benchmark);
    }

    /** {@code span}, {@code run of 8}, {@code run of 8 in turn}. */
    private static String name(RunResult result) {
        String call = result.getPrimaryResult().getLabel();
        String deployments = result.getParams().getParam("deployments");
        if (deployments == null) {
            return call;
        }
        return call + " of " + deployments
                + (result.getParams().getParam("burst").equals("0") ? " in turn" : "");
    }

    @Override
    public String toString() {
        StringBuilder table =
                new StringBuilder("one call on behalf of one of so many deployments, in bursts or in turn:\n");
        costs.forEach((name, cost) -> table.append(
                String.format(Locale.ROOT, "  %-18s %6.2f ns %8.4f B%n", name, cost.nanos(), cost.bytes())));
        return table.toString();
    }
}
