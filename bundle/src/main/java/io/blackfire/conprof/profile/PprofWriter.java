package io.blackfire.conprof.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * One profile in the making, written as <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">pprof</a>;
 * the field numbers are those of that page.
 */
final class PprofWriter {
    // a thread's name is the program's text; the pool's part of it comes first
    private static final int LONGEST_LABEL = 200;
    private static final int MAPPING = 1;
    /** The one frame of what was measured and not sampled. */
    private static final String NOT_SAMPLED = "[not sampled]";

    private static final int NO_LOCATION = -1;
    /** A profile that is longer is compressed while it is made; a compressor takes a quarter of this. */
    private static final int BUFFER_BYTES = 1 << 20;

    private final SampleTypes types;
    private final Map<String, Integer> strings = new HashMap<>();
    // by the string of its name; 0 when there is none yet
    private int[] functions = new int[1 << 10];
    private int functionCount;
    private final LongIntMap locations = new LongIntMap();
    private final ProtoWriter header = new ProtoWriter(512);
    private final ProtoWriter body = new ProtoWriter(1 << 14);
    private final ProtoWriter stringTable = new ProtoWriter(1 << 12);
    // scratch, each for one level of nesting
    private final ProtoWriter sample = new ProtoWriter(1 << 10);
    private final ProtoWriter part = new ProtoWriter(1 << 10);
    private final ProtoWriter location = new ProtoWriter(64);
    private final ProtoWriter message = new ProtoWriter(64);
    private final ProtoWriter scratch = new ProtoWriter(1 << 7);
    // as they are written: they are those of many samples
    private final Map<RecordedThread, byte[]> threadLabels = new IdentityHashMap<>();
    private final Map<String, byte[]> classLabels = new HashMap<>();
    // location of each frame of the chunk; 0 when not yet known, NO_LOCATION for a marker
    private int[] frameLocations = {};
    private int[] stackLocations = new int[1 << 7];
    private Chunk chunk;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    // once the body was longer than the buffer
    private OutputStream compressor;
    private long samples;

    PprofWriter(SampleTypes types) {
        this.types = types;
        string("");
        for (int i = 0; i < types.count(); i++) {
            valueType(1, types.name(i), types.unit(i));
        }
        // functions, files and lines are known: readers need not look for symbols
        message.reset();
        message.number(1, MAPPING);
        message.number(5, string("java"));
        message.number(7, 1);
        message.number(8, 1);
        message.number(9, 1);
        header.message(3, message);
    }

    /** What is added from now on is of this chunk, whose stacks are all resolved. */
    void enter(Chunk entered) {
        if (chunk != entered) {
            chunk = entered;
            frameLocations = new int[entered.frames() + 1];
        }
    }

    /**
     * Adds samples of one stack and thread; frames of markers are left out.
     *
     * @param count how many they are
     * @param allocatedClass of what the samples are allocations; else null
     * @param labels further labels
     */
    void add(
            Stack stack,
            long count,
            long[] values,
            RecordedThread thread,
            String allocatedClass,
            Map<String, String> labels) {
        samples += count;
        part.reset();
        if (stackLocations.length < stack.frames.length) {
            stackLocations = new int[stack.frames.length * 2];
        }
        int depth = 0;
        for (int frame : stack.frames) {
            int number = frameLocations[frame];
            if (number == 0) {
                number = location(chunk.method(frame), chunk.line(frame));
                frameLocations[frame] = number;
            }
            if (number != NO_LOCATION) {
                stackLocations[depth++] = number;
            }
        }
        begin(depth, values);
        sample.append(threadLabels.computeIfAbsent(thread, this::labels));
        if (allocatedClass != null) {
            sample.append(classLabels.computeIfAbsent(allocatedClass, this::label));
        }
        end(labels);
    }

    /** Adds what was measured of threads that have no sample. */
    void addUnsampled(long[] values, Map<String, String> labels) {
        part.reset();
        stackLocations[0] = location(function(NOT_SAMPLED, ""), 0);
        begin(1, values);
        end(labels);
    }

    private byte[] label(String allocatedClass) {
        scratch.reset();
        label(scratch, "allocated class", allocatedClass);
        return scratch.toBytes();
    }

    private byte[] labels(RecordedThread thread) {
        scratch.reset();
        label(scratch, "thread name", thread.name);
        label(scratch, "thread pool", thread.pool);
        return scratch.toBytes();
    }

    private void begin(int depth, long[] values) {
        part.varints(stackLocations, depth);
        sample.reset();
        sample.message(1, part);
        part.reset();
        for (long value : values) {
            part.varint(value);
        }
        sample.message(2, part);
    }

    private void end(Map<String, String> labels) {
        if (!labels.isEmpty()) {
            labels.forEach((key, value) -> label(sample, key, value));
        }
        body.message(2, sample);
        if (body.size() >= BUFFER_BYTES) {
            compressBody();
        }
    }

    private void compressBody() {
        try {
            if (compressor == null) {
                compressor = new QuickGzip(compressed);
            }
            body.writeTo(compressor);
            body.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long samples() {
        return samples;
    }

    private int function(String name, String file) {
        int nameString = string(name);
        if (nameString >= functions.length) {
            functions = Arrays.copyOf(functions, nameString * 2);
        }
        if (functions[nameString] == 0) {
            functions[nameString] = ++functionCount;
            message.reset();
            message.number(1, functionCount);
            message.number(2, nameString);
            message.number(3, nameString);
            message.number(4, string(file));
            body.message(5, message);
        }
        return functions[nameString];
    }

    private int location(Method method, int line) {
        if (method.claim.marker()) {
            return NO_LOCATION;
        }
        return location(function(method.function, method.file), line);
    }

    private int location(int function, int line) {
        int before = locations.size();
        int number = locations.number((long) function << 32 | line);
        if (number > before) {
            message.reset();
            message.number(1, function);
            message.number(2, line);
            location.reset();
            location.number(1, number);
            location.number(2, MAPPING);
            location.message(4, message);
            body.message(4, location);
        }
        return number;
    }

    /** The finished profile, compressed. Nothing may be added after it. */
    byte[] gzip(Instant start, Instant end, Duration cpuInterval) {
        header.number(9, start.getEpochSecond() * 1_000_000_000L + start.getNano());
        header.number(10, Duration.between(start, end).toNanos());
        valueType(11, "cpu-time", "nanoseconds");
        header.number(12, cpuInterval.toNanos());
        compressBody();
        try (OutputStream out = compressor) {
            header.writeTo(out);
            stringTable.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private void label(ProtoWriter into, String key, String value) {
        if (value.isEmpty()) {
            // a label of pprof has a text or a number
            return;
        }
        message.reset();
        message.number(1, string(key));
        message.number(2, string(value.length() > LONGEST_LABEL ? value.substring(0, LONGEST_LABEL) : value));
        into.message(3, message);
    }

    private void valueType(int field, String type, String unit) {
        message.reset();
        message.number(1, string(type));
        message.number(2, string(unit));
        header.message(field, message);
    }

    private int string(String value) {
        Integer known = strings.get(value);
        if (known != null) {
            return known;
        }
        int number = strings.size();
        strings.put(value, number);
        stringTable.string(6, value);
        return number;
    }
}
