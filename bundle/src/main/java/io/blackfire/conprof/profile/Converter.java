package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;
import one.jfr.event.SpanEvent;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Verdict;
import io.blackfire.conprof.sampling.Recording;

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
     * Converts a recording.
     *
     * @param shares where an owner's samples go; asked once for each owner that has some, with null for the server
     */
    public static Conversion convert(Recording recording, Attribution attribution, Function<Owner, Share> shares)
            throws IOException {
        return new Converter(recording, attribution, shares).convert();
    }

    private Conversion convert() throws IOException {
        String engine;
        try (JfrReader jfr = new JfrReader(recording.file().toString())) {
            // identifiers may change their meaning with each chunk
            jfr.stopAtNewChunk = true;
            while (jfr.hasMoreChunks()) {
                Chunk chunk = new Chunk(jfr, attribution);
                Timeline timeline = attribution.spans() || chunk.hasBrokenStacks() ? new Timeline(attribution) : null;
                write(read(jfr, chunk, timeline), chunk, timeline);
            }
            engine = jfr.settings.getOrDefault("engine", "");
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
        return new Conversion(profiles, samples, unattributed, engine);
    }

    private SampleTable read(JfrReader jfr, Chunk chunk, Timeline timeline) throws IOException {
        SampleTable table = new SampleTable();
        int cpuState = jfr.getEnumKey("jdk.types.ThreadState", "STATE_DEFAULT");
        long allocInterval = recording.plan().allocIntervalBytes();
        for (Event event; (event = jfr.readEvent()) != null; ) {
            if (event instanceof ExecutionSample sample) {
                int column = sample.threadState == cpuState ? SampleTable.CPU_SAMPLES : SampleTable.WALL_SAMPLES;
                int row = row(table, chunk, timeline, event, 0, event.time);
                table.add(row, column, sample.samples);
            } else if (event instanceof AllocationSample sample) {
                int row = row(table, chunk, timeline, event, sample.classId, event.time);
                double objects = Weights.objects(sample.allocationSize, allocInterval);
                table.add(row, SampleTable.ALLOC_BYTES, Math.round(objects * sample.allocationSize));
                table.add(row, SampleTable.ALLOC_OBJECTS, Math.round(objects * Weights.FIXED_POINT));
            } else if (event instanceof LiveObject object) {
                int row = row(table, chunk, timeline, event, object.classId, object.allocationTime);
                double objects = Weights.objects(object.allocationSize, allocInterval);
                table.add(row, SampleTable.LIVE_BYTES, Math.round(objects * object.allocationSize));
            } else if (timeline != null && event instanceof SpanEvent span) {
                timeline.addSpan(span.tid, span.time, span.time + span.duration, span.tag);
            }
        }
        return table;
    }

    /** The row of an event; one of its own where the time has to decide whose it is. */
    private static int row(SampleTable table, Chunk chunk, Timeline timeline, Event event, int classId, long time) {
        int row;
        if (timeline == null) {
            row = table.row(event.stackTraceId, event.tid, classId);
        } else {
            long javaThread = chunk.thread(event.tid).javaId;
            row = timeline.decides(chunk.stack(event.stackTraceId).verdict, javaThread)
                    ? table.separateRow(event.stackTraceId, event.tid, classId)
                    : table.row(event.stackTraceId, event.tid, classId);
            timeline.add(time, row);
        }
        table.countEvent(row);
        return row;
    }

    private void write(SampleTable table, Chunk chunk, Timeline timeline) {
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
        if (timeline != null) {
            timeline.decide(table, stacks, threads, owners);
            table.mergeSeparateRows(owners);
        }
        CpuWeights cpu = new CpuWeights(recording, table);
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
            target.writer.add(stacks[row], count, values, threads[row].name, allocatedClass, target.labels);
        }
    }

    private Target target(Owner owner) {
        Share share = shares.apply(owner);
        String name = share.application().name();
        byName.putIfAbsent(name, share.application());
        return new Target(writers.computeIfAbsent(name, any -> new PprofWriter(types)), share.labels());
    }

    private record Target(PprofWriter writer, Map<String, String> labels) {}
}
