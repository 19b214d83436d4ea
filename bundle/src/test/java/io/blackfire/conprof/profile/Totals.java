package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

/** What a recording adds up to, read by the JDK's own parser and weighed by formulas written here a second time. */
final class Totals {
    private Totals() {}

    /** Sums by sample type over the events whose stack (frames as {@code class.method}, one a line, leaf first) is wanted. */
    static Map<String, Double> of(Path recording, SamplingPlan plan, Predicate<String> wanted) throws IOException {
        Map<String, Double> totals = new LinkedHashMap<>();
        double allocInterval = plan.allocIntervalBytes();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (!event.hasField("stackTrace") || !wanted.test(stack(event))) {
                    continue;
                }
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> {
                        add(totals, "cpu-time/nanoseconds", plan.cpuInterval().toNanos());
                        add(totals, "cpu-samples/count", 1);
                    }
                    case "profiler.WallClockSample" -> {
                        int samples = event.getInt("samples");
                        add(totals, "wall-time/nanoseconds", plan.wallInterval().toNanos() * (double) samples);
                        add(totals, "wall-samples/count", samples);
                    }
                    case "jdk.ObjectAllocationInNewTLAB" -> {
                        double size = event.getLong("allocationSize");
                        double probability = 1 - Math.exp(-size / allocInterval);
                        add(totals, "alloc-space/bytes", Math.round(size / probability));
                        add(totals, "alloc-samples/count", 1 / probability);
                    }
                    case "profiler.LiveObject" -> {
                        double size = event.getLong("allocationSize");
                        add(totals, "heap-space/bytes", Math.round(size / (1 - Math.exp(-size / allocInterval))));
                    }
                    default -> throw new AssertionError("an event that no profile has: " + event);
                }
            }
        }
        return totals;
    }

    /** CPU samples of each thread, by the id that the operating system gave it. */
    static Map<Integer, Long> cpuSamples(Recording recording) throws IOException {
        return RecordingFile.readAllEvents(recording.file()).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.ExecutionSample"))
                .collect(Collectors.groupingBy(
                        event -> (int) event.getThread("sampledThread").getOSThreadId(), Collectors.counting()));
    }

    /** CPU time by the kernel's word for each thread; of threads it says nothing of, half an interval more than was sampled. */
    static double cpuNanos(Recording recording) throws IOException {
        double sum = 0;
        for (Map.Entry<Integer, Long> thread : cpuSamples(recording).entrySet()) {
            double expected =
                    (thread.getValue() + 0.5) * recording.plan().cpuInterval().toNanos();
            Long nanos = recording.cpuNanos().get(thread.getKey());
            sum += nanos == null ? expected : nanos;
        }
        return sum;
    }

    private static void add(Map<String, Double> totals, String sampleType, double value) {
        totals.merge(sampleType, value, Double::sum);
    }

    private static String stack(RecordedEvent event) {
        StringBuilder stack = new StringBuilder();
        if (event.getStackTrace() != null) {
            event.getStackTrace().getFrames().forEach(frame -> stack.append(
                            frame.getMethod().getType().getName())
                    .append('.')
                    .append(frame.getMethod().getName())
                    .append('\n'));
        }
        return stack.toString();
    }
}
