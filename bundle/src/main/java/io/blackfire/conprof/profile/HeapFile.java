package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The allocations of a period and what is left of those before, as the tracker of the live heap writes them ({@code src/main/c/file.h}).
 * Where it is cut off or corrupt, the blocks before and after are read, and what is lost is counted.
 */
final class HeapFile {
    private static final int MAGIC = 'C' << 24 | 'P' << 16 | 'H' << 8 | '1';
    private static final int HEADER_BYTES = 12;
    private static final int LONGEST_BLOCK = 1 << 17;
    private static final int HASH_START = 0x811c9dc5;
    private static final int HASH_FACTOR = 0x01000193;

    // records
    private static final int END = 0;
    private static final int TEXT = 1;
    private static final int METHOD = 2;
    private static final int STACK = 3;
    private static final int THREAD = 4;
    private static final int SAMPLE = 5;

    private static final int THERE = 1;
    private static final int SURVIVED = 2;

    private static final byte[] NO_TEXT = {};

    /**
     * One sampled allocation.
     *
     * @param id the same in each period
     * @param there whether the object is still there
     * @param survived whether it has survived a collection
     * @param thread as in the constants of its section
     * @param time of the allocation, in ticks as the JFR file has them
     * @param weight how many samples it stands for
     */
    record Sample(
            long id,
            boolean there,
            boolean survived,
            int stack,
            int thread,
            int type,
            long sizeBytes,
            long intervalBytes,
            long time,
            double weight) {

        /** How many objects it stands for. */
        double objects() {
            return weight * Weights.objects(sizeBytes, intervalBytes);
        }

        /** How many bytes these are. */
        long bytes() {
            return Math.round(objects() * sizeBytes);
        }
    }

    /** Samples and what they refer to. */
    static final class Section {
        final Constants constants = new Constants();
        final List<Sample> samples = new ArrayList<>();
        private final Map<Integer, Integer> threads = new HashMap<>();

        private Section() {
            constants.threads.put(0, new Constants.Thread(0, ""));
            text(0, NO_TEXT);
        }

        private void text(long id, byte[] utf8) {
            constants.symbols.put(id, utf8);
            // a class is the text of its name
            constants.classes.put(id, id);
        }
    }

    /** What is left of the periods before; threads by numbers of the section's own. */
    final Section survivors = new Section();

    /** The allocations of the period; threads by the ids that the operating system gave them. */
    final Section period = new Section();

    private final JfrBytes in;
    private final long size;
    private boolean whole;
    private long lostBytes;

    private HeapFile(FileChannel file) throws IOException {
        in = new JfrBytes(file);
        size = file.size();
    }

    /** Reads what can be read; nothing of one that is not there. */
    static HeapFile read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            HeapFile file = new HeapFile(channel);
            file.read();
            return file;
        }
    }

    /** Bytes that could not be read; at least 1 of a file that is cut off. What refers to them is counted by the sections. */
    long lostBytes() {
        return lostBytes;
    }

    private void read() throws IOException {
        long at = 0;
        while (at < size) {
            long end = block(at);
            if (end < 0) {
                lostBytes++;
                at++;
            } else {
                at = end;
            }
        }
        if (!whole) {
            lostBytes++;
        }
    }

    /** Reads a block, and returns where it ends; -1 where none begins that is whole. */
    private long block(long start) throws IOException {
        try {
            in.limit(size);
            in.seek(start);
            if (in.u4() != MAGIC) {
                return -1;
            }
            int length = in.u4();
            int expected = in.u4();
            if (length < 1 || length > LONGEST_BLOCK || length > in.left() || hash(length) != expected) {
                return -1;
            }
            long end = start + HEADER_BYTES + length;
            in.seek(start + HEADER_BYTES);
            in.limit(end);
            records(in.u1() == 0 ? survivors : period);
            return end;
        } catch (CorruptJfr e) {
            return -1;
        }
    }

    private int hash(int length) throws IOException, CorruptJfr {
        int hash = HASH_START;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ in.u1()) * HASH_FACTOR;
        }
        return hash;
    }

    private void records(Section section) throws IOException, CorruptJfr {
        Constants constants = section.constants;
        while (in.left() > 0) {
            switch (in.u1()) {
                case END -> whole = true;
                case TEXT -> section.text(in.varint(), in.array());
                case METHOD -> constants.methods.put(in.varint(), new Constants.Method(in.varint(), in.varint()));
                case STACK -> constants.stackTraces.put(stackId(in.varint()), stack(constants));
                case THREAD -> thread(section);
                case SAMPLE -> section.samples.add(sample(section));
                default -> throw new CorruptJfr("no record");
            }
        }
    }

    /** 0 is no stack in a recording. */
    private static int stackId(int number) {
        return number + 1;
    }

    private int[] stack(Constants constants) throws IOException, CorruptJfr {
        int[] trace = new int[in.length(2)];
        for (int i = 0; i < trace.length; i++) {
            trace[i] = constants.frames.number(in.varint(), in.varint(), (byte) 0);
        }
        return trace;
    }

    private void thread(Section section) throws IOException, CorruptJfr {
        int number = in.varint();
        int osId = in.varint();
        long javaId = in.varlong();
        byte[] name = section.constants.symbols.get(in.varint());
        int id = section == period ? osId : number;
        section.threads.put(number, id);
        section.constants.threads.put(id, new Constants.Thread(javaId, name == null ? "" : JfrBytes.string(name)));
    }

    private Sample sample(Section section) throws IOException, CorruptJfr {
        long id = in.varlong();
        int flags = in.varint();
        int stack = stackId(in.varint());
        int thread = in.varint();
        Sample sample = new Sample(
                id,
                (flags & THERE) != 0,
                (flags & SURVIVED) != 0,
                stack,
                section.threads.getOrDefault(thread, 0),
                in.varint(),
                in.varlong(),
                in.varlong(),
                in.varlong(),
                Double.longBitsToDouble(in.u8()));
        if (section.constants.stackTraces.get(stack) == null || thread != 0 && !section.threads.containsKey(thread)) {
            section.constants.missing();
        }
        return sample;
    }
}
