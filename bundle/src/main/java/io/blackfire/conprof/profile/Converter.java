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
import io.blackfire.conprof.sampling.Recording;

/** The third stage: reads a recording once and writes one profile for each application. */
public final class Converter {
    private final Recording recording;
    private final Attribution attribution;
    private final Function<Owner, Application> applications;
    private final SampleTypes types;
    private final Map<String, Application> byName = new LinkedHashMap<>();
    private final Map<String, PprofWriter> writers = new HashMap<>();
    private final Map<Owner, PprofWriter> byOwner = new HashMap<>();
    private long samples;
    private long unattributed;

    private Converter(Recording recording, Attribution attribution, Function<Owner, Application> applications) {
        this.recording = recording;
        this.attribution = attribution;
        this.applications = applications;
        this.types = new SampleTypes(recording.plan());
    }

    /**
     * Converts a recording.
     *
     * @param applications whose profile an owner's samples go to; asked with null for the server
     */
    public static Conversion convert(
            Recording recording, Attribution attribution, Function<Owner, Application> applications)
            throws IOException {
        return new Converter(recording, attribution, applications).convert();
    }

    private Conversion convert() throws IOException {
        String engine = "";
        try (JfrInput in = new JfrInput(recording.file())) {
            ChunkHeader chunk = ChunkHeader.read(in, 0);
            if (chunk == null) {
                throw new IOException("it was never finished");
            }
            while (chunk != null) {
                engine = convert(in, chunk);
                chunk = chunk.end() < in.size() ? ChunkHeader.read(in, chunk.end()) : null;
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
        return new Conversion(profiles, samples, unattributed, engine);
    }

    /** Converts one chunk: identifiers may change their meaning with each. */
    private String convert(JfrInput in, ChunkHeader chunk) throws IOException {
        JfrTypes recorded = new JfrTypes(in, chunk.metadata());
        Pools pools = new Pools(in, recorded, chunk.pools());
        Events events = new Events(in, recorded, pools, recording.plan().allocIntervalBytes());
        write(events.read(chunk.events(), chunk.end()), new Chunk(pools, attribution));
        return events.engine();
    }

    private void write(SampleTable table, Chunk chunk) {
        Stack[] stacks = new Stack[table.size()];
        RecordedThread[] threads = new RecordedThread[table.size()];
        for (int row = 0; row < stacks.length; row++) {
            stacks[row] = chunk.stack(table.stackId(row));
            threads[row] = chunk.thread(table.threadId(row));
            Verdict verdict = stacks[row].verdict;
            if (threads[row].news(verdict)) {
                attribution.note(threads[row].javaId, verdict);
            }
        }
        long[] values = new long[types.count()];
        for (int row = 0; row < stacks.length; row++) {
            Verdict verdict = stacks[row].verdict;
            long count = table.value(row, SampleTable.EVENTS);
            samples += count;
            Owner owner = attribution.owner(threads[row].javaId, verdict);
            if (owner == null && verdict.rule() == Verdict.Rule.SHARED) {
                unattributed += count;
            }
            types.values(table, row, values);
            PprofWriter writer = byOwner.computeIfAbsent(owner, this::writer);
            writer.enter(chunk);
            writer.add(stacks[row], count, values, threads[row].name, chunk.allocatedClass(table.classId(row)));
        }
    }

    private PprofWriter writer(Owner owner) {
        Application application = applications.apply(owner);
        byName.put(application.name(), application);
        return writers.computeIfAbsent(application.name(), name -> new PprofWriter(types));
    }
}
