package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

/** What a recording adds up to, read by the JDK's own parser and weighed by formulas written here a second time. */
final class Totals {
    private static final long PARTS = 65_536;
    private static final String NOT_SAMPLED = "[not sampled]";

    private Totals() {}

    /**
     * Sums by sample type over the events whose stack (frames as {@code class.method}, one a line, leaf first) is wanted. CPU Time by the
     * kernel's word for each thread where it gave it; of threads it says nothing of, half an interval more than was sampled, unless their timers had run before; and what it says of threads without samples. Of objects
     * and waits, which are added up in 65,536ths, the whole ones.
     */
    static Map<String, Long> of(Recording recording, Predicate<String> wanted) throws IOException {
        SamplingPlan plan = recording.plan();
        Map<String, Long> totals = new TreeMap<>();
        Map<Integer, Long> cpuSamples = new HashMap<>();
        try (RecordingFile file = new RecordingFile(recording.events().path())) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (!event.hasField("stackTrace") || !wanted.test(stack(event))) {
                    continue;
                }
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> {
                        add(totals, "cpu-samples/count", 1);
                        cpuSamples.merge(thread(event), 1L, Long::sum);
                    }
                    case "profiler.WallClockSample" -> {
                        int samples = event.getInt("samples");
                        add(totals, "wall-time/nanoseconds", plan.wallInterval().toNanos() * samples);
                        add(totals, "wall-samples/count", samples);
                    }
                    case "jdk.ObjectAllocationInNewTLAB" -> {
                        double objects = objects(event, plan);
                        add(totals, "alloc-space/bytes", Math.round(objects * event.getLong("allocationSize")));
                        add(totals, "alloc-samples/count", Math.round(objects * PARTS));
                    }
                    case "profiler.LiveObject" ->
                        add(
                                totals,
                                "heap-space/bytes",
                                Math.round(objects(event, plan) * event.getLong("allocationSize")));
                    case "jdk.JavaMonitorEnter", "jdk.ThreadPark" -> {
                        long nanos = event.getDuration("duration").toNanos();
                        add(totals, "lock-acquire-wait/nanoseconds", Math.max(nanos, 10_000));
                        add(
                                totals,
                                "lock-acquire/count",
                                Math.round(Math.max(1, 10_000.0 / Math.max(nanos, 1)) * PARTS));
                    }
                    default -> throw new AssertionError("an event that no profile has: " + event);
                }
            }
        }
        if (recording.heap() != null) {
            WrittenHeap.read(recording.heap()).forEach(sample -> {
                if (wanted.test(sample.stack())) {
                    double objects =
                            sample.weight() / -Math.expm1(-(double) sample.sizeBytes() / sample.intervalBytes());
                    long bytes = Math.round(objects * sample.sizeBytes());
                    if (sample.ofPeriod()) {
                        add(totals, "alloc-space/bytes", bytes);
                        add(totals, "alloc-samples/count", Math.round(objects * PARTS));
                    }
                    if (sample.survived()) {
                        add(totals, "heap-space/bytes", bytes);
                    }
                }
            });
        }
        for (String inParts : List.of("alloc-samples/count", "lock-acquire/count")) {
            totals.computeIfPresent(inParts, (type, sum) -> sum / PARTS);
        }
        if (wanted.test(NOT_SAMPLED)) {
            add(totals, "cpu-time/nanoseconds", notSampled(recording, cpuSamples.keySet()));
        }
        cpuSamples.forEach(
                (thread, samples) -> add(totals, "cpu-time/nanoseconds", cpuNanos(recording, thread, samples)));
        return totals;
    }

    /** JEP 331's probability, inverted. */
    private static double objects(RecordedEvent event, SamplingPlan plan) {
        return 1 / -Math.expm1(-(double) event.getLong("allocationSize") / plan.allocIntervalBytes());
    }

    /** The id that the operating system gave to a thread; 0 for one that the recording does not have. */
    private static int thread(RecordedEvent event) {
        RecordedThread thread = event.getThread("sampledThread");
        return thread == null ? 0 : (int) thread.getOSThreadId();
    }

    /** CPU time of a thread with so many samples. */
    static long cpuNanos(Recording recording, int thread, long samples) {
        long interval = recording.plan().cpuInterval().toNanos();
        Map<Integer, Long> measured = recording.cpuNanos();
        return measured.isEmpty()
                ? samples * interval
                : measured.getOrDefault(
                        thread, Math.round((samples + (recording.timed().contains(thread) ? 0 : 0.5)) * interval));
    }

    private static long notSampled(Recording recording, Set<Integer> sampled) {
        return recording.cpuNanos().entrySet().stream()
                .filter(used -> !sampled.contains(used.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** CPU samples of each thread, by the id that the operating system gave it. */
    static Map<Integer, Long> cpuSamples(Recording recording) throws IOException {
        return RecordingFile.readAllEvents(recording.events().path()).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.ExecutionSample"))
                .collect(Collectors.groupingBy(Totals::thread, Collectors.counting()));
    }

    private static void add(Map<String, Long> totals, String sampleType, long value) {
        totals.merge(sampleType, value, Long::sum);
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
