package io.blackfire.conprof.profile;

import java.util.Arrays;

/** Numbers the distinct frames of a chunk, from 1: some ten thousand in a million frames of stacks. */
final class Frames {
    private static final int MOST_METHODS_IN_ORDER = 1 << 20;

    private final LongIntMap numbers = new LongIntMap();
    private long[] methods = new long[1 << 10];
    private int[] lines = new int[1 << 10];
    private byte[] types = new byte[1 << 10];
    // the frame of each method that was met last: nine times out of ten, the next one of it has the same line
    private int[] last = new int[1 << 10];

    int size() {
        return numbers.size();
    }

    long method(int frame) {
        return methods[frame];
    }

    int line(int frame) {
        return lines[frame];
    }

    /** Interpreted, compiled, native, …, as async-profiler numbers it. */
    byte type(int frame) {
        return types[frame];
    }

    int number(long method, int line, byte type) {
        // async-profiler numbers methods from 1
        if (method < 0 || method >= MOST_METHODS_IN_ORDER) {
            return look(method, line, type);
        }
        int index = (int) method;
        if (index >= last.length) {
            last = Arrays.copyOf(last, Integer.highestOneBit(index) * 2);
        }
        int frame = last[index];
        if (frame == 0 || lines[frame] != line) {
            frame = look(method, line, type);
            last[index] = frame;
        }
        return frame;
    }

    private int look(long method, int line, byte type) {
        int before = numbers.size();
        int frame = numbers.number(method << 16 | line);
        if (frame > before) {
            if (frame == methods.length) {
                methods = Arrays.copyOf(methods, frame * 2);
                lines = Arrays.copyOf(lines, frame * 2);
                types = Arrays.copyOf(types, frame * 2);
            }
            methods[frame] = method;
            lines[frame] = line;
            types[frame] = type;
        }
        return frame;
    }
}
