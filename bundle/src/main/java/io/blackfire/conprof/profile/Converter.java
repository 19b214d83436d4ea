package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Verdict;
import io.blackfire.conprof.profile.JfrValues.Slot;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

/** The third stage: reads a recording once and writes one profile for each application. */
public final class Converter {
    private final Recording recording;
    private final Attribution attribution;
    private final Function<Owner, Share> shares;
    private final SampleTypes types;
    private final Map<String, Application> byName = new LinkedHashMap<>();
    private final Map<String, PprofWriter> writers = new HashMap<>();
    private final Map<Owner, Target> byOwner = new HashMap<>();
    private long samples;
    private long unattributed;

    private Converter(Recording recording, Attribution attribution, Function<Owner, Share> shares) {
        this.recording = recording;
        this.attribution = attribution;
        this.shares = shares;
        this.types = new SampleTypes(recording.plan());
    }

    /**
     * Converts a recording, or what can be read of it: {@link Conversion#lostBytes} says how much could not.
     *
     * @param shares where an owner's samples go; asked once for each owner that has some, with null for the server
     * @throws IOException when nothing of it can be read
     */
    public static Conversion convert(Recording recording, Attribution attribution, Function<Owner, Share> shares)
            throws IOException {
        return new Converter(recording, attribution, shares).convert();
    }

    private Conversion convert() throws IOException {
        String engine = "";
        long lostBytes = 0;
        List<Part> parts = new ArrayList<>();
        try (JfrFile jfr = new JfrFile(recording.file())) {
            for (JfrChunk each; (each = jfr.next()) != null; ) {
                Chunk chunk = new Chunk(each, attribution);
                Timeline timeline = attribution.spans() || chunk.hasBrokenStacks() ? new Timeline(attribution) : null;
                Part part = new Part(chunk, timeline, new SampleTable());
                engine = read(each, part, engine);
                parts.add(part);
            }
            lostBytes += jfr.lostBytes();
            if (jfr.chunks() == 0) {
                throw new IOException("there is nothing that can be read in it");
            }
            CpuWeights cpu =
                    new CpuWeights(recording, parts.stream().map(Part::table).toList());
            for (Part part : parts) {
                write(part, cpu);
                lostBytes += part.chunk.lostBytes();
            }
        } catch (IOException | RuntimeException e) {
            throw new IOException("Cannot read " + recording.file() + ": " + e, e);
        }
        List<Profile> profiles = new ArrayList<>();
        byName.forEach((name, application) -> {
            PprofWriter writer = writers.get(name);
            byte[] pprof = writer.gzip(
                    recording.start(), recording.end(), recording.plan().cpuInterval());
            profiles.add(new Profile(application, writer.samples(), pprof));
        });
        return new Conversion(profiles, samples, unattributed, lostBytes, engine);
    }

    /** Adds up all events; returns what drove CPU sampling, as far as is known. */
    private String read(JfrChunk jfr, Part part, String knownEngine) throws IOException {
        SampleTable table = part.table;
        String engine = knownEngine;
        JfrValues event = jfr.values();
        for (JfrChunk.Kind kind; (kind = jfr.next()) != null; ) {
            switch (kind) {
                case CPU -> table.add(row(part, event), SampleTable.CPU_SAMPLES, 1);
                case WALL -> table.add(row(part, event), SampleTable.WALL_SAMPLES, event.number(Slot.SAMPLES));
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
                    if (part.timeline != null) {
                        long start = event.number(Slot.START_TIME);
                        String tag = jfr.strings.get(event.number(Slot.TAG));
                        part.timeline.addSpan(
                                (int) event.number(Slot.THREAD), start, start + event.number(Slot.DURATION), tag);
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

    private double objects(JfrValues event) {
        return Weights.objects(
                event.number(Slot.ALLOCATION_SIZE), recording.plan().allocIntervalBytes());
    }

    private static long bytes(JfrValues event, double objects) {
        return Math.round(objects * event.number(Slot.ALLOCATION_SIZE));
    }

    /** The row of an event; one of its own where the time has to decide whose it is. */
    private static int row(Part part, JfrValues event) {
        SampleTable table = part.table;
        Chunk chunk = part.chunk;
        Timeline timeline = part.timeline;
        int stackId = (int) event.number(Slot.STACK_TRACE);
        int threadId = (int) event.number(Slot.THREAD);
        int classId = (int) event.number(Slot.CLASS);
        int row;
        if (timeline == null) {
            row = table.row(stackId, threadId, classId);
        } else {
            long javaThread = chunk.thread(threadId).javaId;
            row = timeline.decides(chunk.stack(stackId).verdict, javaThread)
                    ? table.separateRow(stackId, threadId, classId)
                    : table.row(stackId, threadId, classId);
            // a live object's samples were taken when it was allocated
            long allocated = event.number(Slot.ALLOCATION_TIME);
            timeline.add(allocated == 0 ? event.number(Slot.START_TIME) : allocated, row);
        }
        table.countEvent(row);
        return row;
    }

    private void write(Part part, CpuWeights cpu) {
        SampleTable table = part.table;
        Chunk chunk = part.chunk;
        Stack[] stacks = new Stack[table.size()];
        RecordedThread[] threads = new RecordedThread[table.size()];
        for (int row = 0; row < stacks.length; row++) {
            stacks[row] = chunk.stack(table.stackId(row));
            threads[row] = chunk.thread(table.threadId(row));
            Verdict verdict = stacks[row].verdict;
            if (!threads[row].common() && threads[row].news(verdict)) {
                attribution.note(threads[row].javaId, verdict);
            }
        }
        Owner[] owners = new Owner[stacks.length];
        for (int row = 0; row < stacks.length; row++) {
            owners[row] = attribution.owner(threads[row].javaId, stacks[row].verdict);
        }
        if (part.timeline != null) {
            part.timeline.decide(table, stacks, threads, owners);
            table.mergeSeparateRows(owners);
        }
        long[] values = new long[types.count()];
        for (int row = 0; row < stacks.length; row++) {
            long count = table.value(row, SampleTable.EVENTS);
            if (count == 0) {
                continue;
            }
            samples += count;
            if (owners[row] == null && stacks[row].verdict.ambiguous()) {
                unattributed += count;
            }
            types.values(table, row, cpu, values);
            Target target = byOwner.computeIfAbsent(owners[row], this::target);
            target.writer.enter(chunk);
            String allocatedClass = chunk.allocatedClass(table.classId(row));
            target.writer.add(stacks[row], count, values, threads[row], allocatedClass, target.labels);
        }
    }

    private Target target(Owner owner) {
        Share share = shares.apply(owner);
        String name = share.application().name();
        byName.putIfAbsent(name, share.application());
        return new Target(writers.computeIfAbsent(name, any -> new PprofWriter(types)), share.labels());
    }

    /** A chunk and its events; without a timeline where no stack needs one. */
    private record Part(Chunk chunk, Timeline timeline, SampleTable table) {}

    private record Target(PprofWriter writer, Map<String, String> labels) {}
}
