package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.LiveOwners;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.profile.JfrValues.Slot;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

/** The third stage: reads a recording once and writes one profile for each application. */
public final class Converter {
    private final Recording recording;
    private final Attribution attribution;
    private final LiveOwners liveOwners;
    private final Function<Owner, Share> shares;
    private final SampleTypes types;
    private final Map<String, Application> byName = new LinkedHashMap<>();
    private final Map<String, PprofWriter> writers = new HashMap<>();
    private final Map<Owner, Target> byOwner = new HashMap<>();
    private long samples;
    private long unattributed;

    private Converter(
            Recording recording, Attribution attribution, LiveOwners liveOwners, Function<Owner, Share> shares) {
        this.recording = recording;
        this.attribution = attribution;
        this.liveOwners = liveOwners;
        this.shares = shares;
        this.types = new SampleTypes(recording.plan());
    }

    /**
     * Converts a recording without any before it, or what can be read of it: {@link Conversion#lostBytes} says how much could not.
     *
     * @param shares where an owner's samples go; asked once for each owner that has some, with null for the server, also where that has
     *     CPU time without samples alone
     * @throws IOException when nothing of it can be read
     */
    public static Conversion convert(Recording recording, Attribution attribution, Function<Owner, Share> shares)
            throws IOException {
        return convert(recording, attribution, new LiveOwners(), shares);
    }

    /**
     * The same, of one of several.
     *
     * @param liveOwners whose the objects are that were allocated in the ones before; learns of this one's
     */
    public static Conversion convert(
            Recording recording, Attribution attribution, LiveOwners liveOwners, Function<Owner, Share> shares)
            throws IOException {
        return new Converter(recording, attribution, liveOwners, shares).convert();
    }

    private Conversion convert() throws IOException {
        String engine = "";
        Set<Integer> cpuThreads;
        long lostBytes = 0;
        List<Part> parts = new ArrayList<>();
        RecordedSpans spans = new RecordedSpans();
        try (JfrFile jfr = new JfrFile(recording.events())) {
            for (JfrChunk each; (each = jfr.next()) != null; ) {
                Chunk chunk = new Chunk(each.constants, attribution);
                boolean timed = attribution.spans() || chunk.hasBrokenStacks();
                Part part = new Part(chunk, timed ? new Timeline(attribution, spans) : null, new SampleTable());
                engine = read(each, part, spans, engine);
                parts.add(part);
            }
            lostBytes += jfr.lostBytes();
            if (jfr.chunks() == 0) {
                throw new IOException("there is nothing that can be read in it");
            }
            lostBytes += attribute(parts, spans);
            CpuWeights cpu =
                    new CpuWeights(recording, parts.stream().map(Part::table).toList());
            cpuThreads = cpu.threads();
            for (Part part : parts) {
                write(part, cpu);
                lostBytes += part.chunk().lostBytes();
            }
            writeUnsampled(cpu.unsampledNanos());
        } catch (IOException | RuntimeException e) {
            throw new IOException("Cannot read " + recording.events() + ": " + e, e);
        }
        List<Profile> profiles = new ArrayList<>();
        byName.forEach((name, application) -> {
            PprofWriter writer = writers.get(name);
            byte[] pprof = writer.gzip(
                    recording.start(), recording.end(), recording.plan().cpuInterval());
            profiles.add(new Profile(application, writer.samples(), pprof));
        });
        return new Conversion(profiles, samples, unattributed, lostBytes, engine, cpuThreads);
    }

    /** Adds the parts of the heap, and finds whose everything is; returns what could not be read. */
    private long attribute(List<Part> parts, RecordedSpans spans) throws IOException {
        HeapFile file = null;
        HeapSamples heap = null;
        if (recording.heap() != null && Files.exists(recording.heap())) {
            file = HeapFile.read(recording.heap());
            heap = new HeapSamples(file, attribution, spans, parts);
            parts.add(heap.period());
        }
        parts.forEach(part -> part.note(attribution));
        parts.forEach(part -> part.attribute(attribution));
        if (heap == null) {
            return recording.heap() == null ? 0 : 1;
        }
        parts.add(heap.survivors(liveOwners));
        return file.lostBytes();
    }

    /** Adds up all events; returns what drove CPU sampling, as far as is known. */
    private String read(JfrChunk jfr, Part part, RecordedSpans spans, String knownEngine) throws IOException {
        SampleTable table = part.table();
        String engine = knownEngine;
        JfrValues event = jfr.values();
        for (JfrChunk.Kind kind; (kind = jfr.next()) != null; ) {
            switch (kind) {
                case CPU -> table.add(row(part, event), SampleTable.CPU_SAMPLES, 1);
                case WALL -> {
                    if (!forSpansAlone()) {
                        table.add(row(part, event), SampleTable.WALL_SAMPLES, event.number(Slot.SAMPLES));
                    }
                }
                case ALLOCATION -> {
                    int row = row(part, event);
                    double objects = objects(event);
                    table.add(row, SampleTable.ALLOC_BYTES, bytes(event, objects));
                    table.add(row, SampleTable.ALLOC_OBJECTS, Math.round(objects * Weights.FIXED_POINT));
                }
                case LIVE -> table.add(row(part, event), SampleTable.LIVE_BYTES, bytes(event, objects(event)));
                case MONITOR, PARK -> {
                    int row = row(part, event);
                    long nanos = jfr.durationNanos();
                    long interval = SamplingPlan.LOCK_INTERVAL.toNanos();
                    table.add(row, SampleTable.LOCK_NANOS, Math.max(nanos, interval));
                    table.add(
                            row,
                            SampleTable.LOCK_WAITS,
                            Math.round(Weights.waits(nanos, interval) * Weights.FIXED_POINT));
                }
                case SPAN -> {
                    Owner owner = attribution.ofSpan(jfr.constants.strings.get(event.number(Slot.TAG)));
                    if (owner != null) {
                        long start = event.number(Slot.START_TIME);
                        spans.add((int) event.number(Slot.THREAD), start, start + event.number(Slot.DURATION), owner);
                    }
                }
                case SETTING -> {
                    if (event.text(Slot.NAME).equals("engine")) {
                        engine = event.text(Slot.VALUE);
                    }
                }
            }
        }
        return engine;
    }

    /** Whether async-profiler looked at threads for want of another event, see {@code StartCommand}. */
    private boolean forSpansAlone() {
        return recording.heap() != null && !recording.plan().dimensions().contains(Dimension.WALL_TIME);
    }

    private double objects(JfrValues event) {
        return Weights.objects(
                event.number(Slot.ALLOCATION_SIZE), recording.plan().allocIntervalBytes());
    }

    private static long bytes(JfrValues event, double objects) {
        return Math.round(objects * event.number(Slot.ALLOCATION_SIZE));
    }

    private static int row(Part part, JfrValues event) {
        // a live object's samples were taken when it was allocated
        long allocated = event.number(Slot.ALLOCATION_TIME);
        return part.row(
                (int) event.number(Slot.STACK_TRACE),
                (int) event.number(Slot.THREAD),
                (int) event.number(Slot.CLASS),
                allocated == 0 ? event.number(Slot.START_TIME) : allocated);
    }

    private void write(Part part, CpuWeights cpu) {
        SampleTable table = part.table();
        Chunk chunk = part.chunk();
        long[] values = new long[types.count()];
        for (int row = 0; row < table.size(); row++) {
            long count = table.value(row, SampleTable.EVENTS);
            if (count == 0) {
                continue;
            }
            samples += count;
            if (part.unattributed(row)) {
                unattributed += count;
            }
            types.values(table, row, cpu, values);
            Target target = byOwner.computeIfAbsent(part.owners()[row], this::target);
            target.writer.enter(chunk);
            String allocatedClass = chunk.allocatedClass(table.classId(row));
            target.writer.add(part.stack(row), count, values, part.thread(row), allocatedClass, target.labels);
        }
    }

    /** Short work of many threads: it is the server's, so that the sum over all profiles is what the kernel counts. */
    private void writeUnsampled(long cpuNanos) {
        if (cpuNanos == 0 || !recording.plan().dimensions().contains(Dimension.CPU_TIME)) {
            return;
        }
        long[] values = new long[types.count()];
        types.unsampled(cpuNanos, values);
        Target target = byOwner.computeIfAbsent(null, this::target);
        target.writer.addUnsampled(values, target.labels);
    }

    private Target target(Owner owner) {
        Share share = shares.apply(owner);
        String name = share.application().name();
        byName.putIfAbsent(name, share.application());
        return new Target(writers.computeIfAbsent(name, any -> new PprofWriter(types)), share.labels());
    }

    private record Target(PprofWriter writer, Map<String, String> labels) {}
}
