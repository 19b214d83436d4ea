package io.blackfire.conprof.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One profile in the making, written as <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">pprof</a>;
 * the field numbers are those of that page.
 */
final class PprofWriter {
    // a thread's name is the program's text; the pool's part of it comes first
    private static final int LONGEST_LABEL = 200;
    private static final int MAPPING = 1;

    private final SampleTypes types;
    private final Map<String, Integer> strings = new HashMap<>();
    private final Map<String, Integer> functions = new HashMap<>();
    private final LongIntMap locations = new LongIntMap();
    private final ProtoWriter header = new ProtoWriter(512);
    private final ProtoWriter body = new ProtoWriter(1 << 14);
    private final ProtoWriter stringTable = new ProtoWriter(1 << 12);
    // scratch, each for one level of nesting
    private final ProtoWriter sample = new ProtoWriter(1 << 10);
    private final ProtoWriter part = new ProtoWriter(1 << 10);
    private final ProtoWriter location = new ProtoWriter(64);
    private final ProtoWriter message = new ProtoWriter(64);
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

    /**
     * Adds samples of one stack and thread; frames of markers are left out.
     *
     * @param count how many they are
     */
    void add(Stack stack, long count, long[] values, String thread, String allocatedClass) {
        samples += count;
        part.reset();
        for (int i = 0; i < stack.methods.length; i++) {
            Method method = stack.methods[i];
            if (!method.claim.marker()) {
                part.varint(location(method.numberIn(this), stack.lines[i]));
            }
        }
        sample.reset();
        sample.message(1, part);
        part.reset();
        for (long value : values) {
            part.varint(value);
        }
        sample.message(2, part);
        label("thread name", thread);
        if (allocatedClass != null) {
            label("allocated class", allocatedClass);
        }
        body.message(2, sample);
    }

    long samples() {
        return samples;
    }

    int function(String name, String file) {
        Integer known = functions.get(name);
        if (known != null) {
            return known;
        }
        int number = functions.size() + 1;
        functions.put(name, number);
        int nameString = string(name);
        message.reset();
        message.number(1, number);
        message.number(2, nameString);
        message.number(3, nameString);
        message.number(4, string(file));
        body.message(5, message);
        return number;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.size() / 4 + 1024);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, 1 << 14)) {
            header.writeTo(out);
            body.writeTo(out);
            stringTable.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void label(String key, String value) {
        message.reset();
        message.number(1, string(key));
        message.number(2, string(value.length() > LONGEST_LABEL ? value.substring(0, LONGEST_LABEL) : value));
        sample.message(3, message);
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
