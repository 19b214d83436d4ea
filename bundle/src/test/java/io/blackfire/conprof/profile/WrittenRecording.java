package io.blackfire.conprof.profile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recording written as async-profiler writes it, with any events: <a
 * href="https://github.com/async-profiler/async-profiler/blob/master/src/flightRecorder.cpp">flightRecorder.cpp</a>. Its metadata are
 * those of a golden recording.
 *
 * @param bytes the file
 * @param begins where the events of each chunk begin
 * @param ends where each event ends that is a sample, in the order of {@code samples}
 * @param samples the samples of all chunks
 */
record WrittenRecording(byte[] bytes, List<Integer> begins, List<Integer> ends, List<Sample> samples) {
    // numbers of jfrMetadata.h
    private static final int STRING = 20;
    private static final int CLASS = 21;
    private static final int THREAD = 22;
    private static final int FRAME_TYPE = 24;
    private static final int THREAD_STATE = 25;
    private static final int STACK_TRACE = 26;
    private static final int METHOD = 28;
    private static final int SYMBOL = 31;
    private static final int HEADER_BYTES = 68;
    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    private static final long START_TICKS = 7_000_000_000_000L;
    private static final long TICKS_PER_SECOND = 1_000_000_000;

    /** What can be on a stack: class, method, and how it runs. */
    private static final String[][] FRAMES = {
        {"com/acme/orders/Orders", "work", "1"},
        {"com/acme/billing/Billing", "work", "0"},
        {"com/acme/shared/Json", "print", "1"},
        {"com/acme/orders/Orders$$Lambda.0x00007f2a3c001000", "run", "2"},
        {"java/lang/Thread", "run", "0"},
        {"java/lang/ClassLoader", "loadClass", "1"},
        {"", "break_no_java_frame", "3"},
        {"", "cont_returnBarrier", "3"},
        {"libc.so.6", "pthread_cond_wait", "3"},
        {"", "do_syscall_64", "5"},
        {"", "", "4"}
    };

    static final int FRAME_KINDS = FRAMES.length;

    /** Numbered from 1. */
    static final int THREADS = 4;

    /** What events are written; the last one is no sample. */
    enum Kind {
        CPU(101),
        WALL(119),
        ALLOCATION(102),
        LIVE(118),
        MONITOR(104),
        PARK(105),
        SPAN(123);

        private final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    /**
     * An event.
     *
     * @param stack 0 for none; otherwise that of the recording, if it has so many
     * @param type 0 for none; otherwise the class of the frame of that number
     * @param bytes size of the object, for an allocation and a live object; how long it lasted, for a wait and a span
     * @param samples for a wall-clock sample
     * @param ticks when, since its chunk's start
     */
    record Sample(Kind kind, int thread, int stack, int type, long bytes, int samples, long ticks) {}

    /**
     * A recording.
     *
     * @param names of its {@link #THREADS} threads; the first is a native function's as well
     */
    static WrittenRecording of(
            byte[] golden, List<List<Integer>> stacks, List<List<Sample>> chunks, List<String> names) {
        List<Integer> begins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        Out file = new Out();
        for (List<Sample> chunk : chunks) {
            int start = file.size();
            Out out = new Out();
            out.writeBytes(new byte[HEADER_BYTES]);
            out.writeBytes(metadata(golden));
            begins.add(start + out.size());
            for (Sample sample : chunk) {
                event(out, sample);
                if (sample.kind != Kind.SPAN) {
                    samples.add(sample);
                    ends.add(start + out.size());
                }
            }
            int constants = out.size();
            constants(out, stacks, names);
            file.writeBytes(withHeader(out.toByteArray(), constants));
        }
        return new WrittenRecording(file.toByteArray(), begins, ends, samples);
    }

    private static byte[] withHeader(byte[] chunk, int constants) {
        ByteBuffer header = ByteBuffer.wrap(chunk);
        header.put(new byte[] {'F', 'L', 'R', 0, 0, 2, 0, 0});
        header.putLong(chunk.length).putLong(constants).putLong(HEADER_BYTES);
        header.putLong(START_NANOS).putLong(1_000_000_000).putLong(START_TICKS).putLong(TICKS_PER_SECOND);
        header.putInt(1);
        return chunk;
    }

    private static byte[] metadata(byte[] golden) {
        int size = 0;
        for (int i = 0; i < 5; i++) {
            size |= (golden[HEADER_BYTES + i] & 0x7f) << 7 * i;
        }
        return Arrays.copyOfRange(golden, HEADER_BYTES, HEADER_BYTES + size);
    }

    private static void event(Out out, Sample sample) {
        Out event = new Out();
        event.varint(sample.kind.type);
        event.varint(START_TICKS + sample.ticks);
        if (sample.kind == Kind.SPAN || sample.kind == Kind.MONITOR || sample.kind == Kind.PARK) {
            event.varint(sample.bytes);
        }
        event.varint(sample.thread);
        if (sample.kind != Kind.SPAN) {
            event.varint(sample.stack);
        }
        switch (sample.kind) {
            case CPU -> event.varint(0);
            case WALL -> {
                event.varint(2);
                event.varint(sample.samples);
                event.varint(sample.ticks);
            }
            case ALLOCATION -> {
                event.varint(sample.type);
                event.varint(sample.bytes);
                event.varint(sample.bytes);
            }
            case LIVE -> {
                event.varint(sample.type);
                event.varint(sample.bytes);
                event.varint(START_TICKS);
            }
            case MONITOR -> {
                event.varint(sample.type);
                event.varint(0);
                event.varint(4_711);
            }
            case PARK -> {
                event.varint(sample.type);
                event.varint(0);
                event.varint(Long.MIN_VALUE);
                event.varint(4_711);
            }
            case SPAN -> event.varint(1);
        }
        out.write(event.size() + 1);
        out.writeBytes(event.toByteArray());
    }

    private static void constants(Out out, List<List<Integer>> stacks, List<String> names) {
        Out pools = new Out();
        pools.varint(1);
        pools.varint(START_TICKS);
        pools.varint(0);
        pools.varint(0);
        pools.varint(1);
        pools.varint(8);
        texts(pools, FRAME_TYPE, "Interpreted", "JIT compiled", "Inlined", "Native", "C++", "Kernel", "C1 compiled");
        texts(pools, THREAD_STATE, "STATE_DEFAULT", "STATE_RUNNABLE", "STATE_SLEEPING");
        pools.pool(THREAD, THREADS);
        for (int thread = 1; thread <= THREADS; thread++) {
            pools.varint(thread);
            pools.text("os" + thread);
            pools.varint(thread);
            pools.text(names.get(thread - 1));
            pools.varint(thread + 10);
        }
        stacks(pools, stacks);
        pools.pool(METHOD, FRAME_KINDS);
        for (int i = 1; i <= FRAME_KINDS; i++) {
            // number, class, name, descriptor, modifiers, hidden
            for (int value : new int[] {i, i, 2 * i, 0, 0, 0}) {
                pools.varint(value);
            }
        }
        pools.pool(CLASS, FRAME_KINDS);
        for (int i = 1; i <= FRAME_KINDS; i++) {
            // number, class loader, name, package, modifiers
            for (int value : new int[] {i, 0, 2 * i + 1, 0, 0}) {
                pools.varint(value);
            }
        }
        pools.pool(SYMBOL, 2 * FRAME_KINDS);
        for (int i = 1; i <= FRAME_KINDS; i++) {
            pools.varint(2L * i);
            pools.text(i == FRAME_KINDS ? names.get(0) : FRAMES[i - 1][1]);
            pools.varint(2L * i + 1);
            pools.text(FRAMES[i - 1][0]);
        }
        pools.pool(STRING, 1);
        pools.varint(1);
        pools.text("tag");
        int size = pools.size() + 5;
        for (int i = 0; i < 4; i++) {
            out.write(size >>> 7 * i & 0x7f | 0x80);
        }
        out.write(size >>> 28);
        out.writeBytes(pools.toByteArray());
    }

    private static void stacks(Out pools, List<List<Integer>> stacks) {
        pools.pool(STACK_TRACE, stacks.size());
        for (int i = 0; i < stacks.size(); i++) {
            pools.varint(i + 1);
            pools.varint(0);
            pools.varint(stacks.get(i).size());
            for (int frame : stacks.get(i)) {
                pools.varint(frame % FRAME_KINDS + 1);
                pools.varint(frame);
                pools.varint(0);
                pools.varint(Integer.parseInt(FRAMES[frame % FRAME_KINDS][2]));
            }
        }
    }

    private static void texts(Out pools, int type, String... texts) {
        pools.pool(type, texts.length);
        for (int i = 0; i < texts.length; i++) {
            pools.varint(i);
            pools.text(texts[i]);
        }
    }

    private static final class Out extends ByteArrayOutputStream {
        void varint(long value) {
            long rest = value;
            int bytes = 1;
            for (; (rest & ~0x7fL) != 0 && bytes < 9; bytes++) {
                write((int) (rest | 0x80));
                rest >>>= 7;
            }
            write((int) rest);
        }

        void text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            write(3);
            varint(utf8.length);
            writeBytes(utf8);
        }

        void pool(int type, int size) {
            varint(type);
            varint(size);
        }
    }
}
