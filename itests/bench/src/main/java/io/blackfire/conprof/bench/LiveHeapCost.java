package io.blackfire.conprof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * {@code mvn -Pliveheap}: what each way to follow the live heap costs a JVM that keeps 100 MB and allocates all the time, and what it
 * does to the pauses of its collector; on the newest JDK, each way beside none in the same round.
 */
public final class LiveHeapCost {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String NONE = "none";
    private static final List<String> WAYS = List.of(
            NONE,
            "tracker 512KiB",
            "async-profiler 512KiB",
            "tracker 16KiB",
            "async-profiler 16KiB",
            "OldObjectSample 0");
    private static final List<String> COLLECTORS = List.of("G1", "Z");
    private static final Pattern PAUSE = Pattern.compile("GC\\(\\d+\\).* Pause .*?([0-9.]+)ms");

    /** What one JVM took. */
    private record Run(double cpuSeconds, double megabytes, List<Double> pauseMillis) {
        double pausesMillis() {
            return pauseMillis.stream().mapToDouble(Double::doubleValue).sum();
        }

        double percentile(double part) {
            double[] sorted = pauseMillis.stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            return sorted[(int) ((sorted.length - 1) * part)];
        }
    }

    private LiveHeapCost() {}

    /**
     * Measures and prints.
     *
     * @param arguments how many rounds
     */
    public static void main(String[] arguments) throws IOException {
        List<Jdk> jdks = Jdk.tested();
        Jdk jdk = jdks.get(jdks.size() - 1);
        int rounds = Integer.parseInt(arguments[0]);
        for (String collector : COLLECTORS) {
            Map<String, List<Run>> runs = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (String way : WAYS) {
                    runs.computeIfAbsent(way, any -> new ArrayList<>()).add(run(jdk, collector, way));
                }
            }
            runs.forEach((way, of) -> System.out.println(String.format(
                    Locale.ROOT,
                    "%s, %s, %s: CPU %.2f and memory %.2f of none's; %.0f pauses of %.0f ms in all, %.3f ms at the median,"
                            + " %.3f at the 99th percentile, %.3f at most",
                    jdk,
                    collector,
                    way,
                    ratio(of, runs.get(NONE), Run::cpuSeconds),
                    ratio(of, runs.get(NONE), Run::megabytes),
                    median(of, run -> run.pauseMillis().size()),
                    median(of, Run::pausesMillis),
                    median(of, run -> run.percentile(0.5)),
                    median(of, run -> run.percentile(0.99)),
                    median(of, run -> run.percentile(1)))));
        }
    }

    private static double ratio(List<Run> runs, List<Run> beside, ToDoubleFunction<Run> value) {
        double[] ratios = new double[runs.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(runs.get(i)) / value.applyAsDouble(beside.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
        return median(runs.stream().mapToDouble(value).toArray());
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Run run(Jdk jdk, String collector, String way) throws IOException {
        Path folder = Files.createTempDirectory("conprof-liveheap");
        try {
            Path log = folder.resolve("gc.log");
            List<String> command = new ArrayList<>(List.of(
                    jdk.program("java").toString(),
                    "-XX:+Use" + collector + "GC",
                    "-Xmx512m",
                    "-Xlog:gc,gc+phases:file=" + log,
                    "-cp",
                    System.getProperty("java.class.path"),
                    LiveHeapLoad.class.getName(),
                    folder.toString()));
            command.addAll(List.of(way.split(" ")));
            Program child = Program.run(new ProcessBuilder(command), "", TIMEOUT);
            Matcher took = LiveHeapLoad.TOOK.matcher(child.output());
            if (child.exit() != 0 || !took.find()) {
                throw new IOException(way + ": " + child.output());
            }
            List<Double> pauses = PAUSE.matcher(Files.readString(log))
                    .results()
                    .map(pause -> Double.parseDouble(pause.group(1)))
                    .toList();
            return new Run(Double.parseDouble(took.group(1)), Double.parseDouble(took.group(2)), pauses);
        } finally {
            Folders.delete(folder);
        }
    }
}
