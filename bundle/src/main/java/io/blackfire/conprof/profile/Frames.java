package io.blackfire.conprof.profile;

import java.util.Arrays;

/** The distinct frames of a chunk, numbered from 1: some ten thousands are in a million frames of stacks. */
final class Frames {
    /** Identifiers up to this one are met in order: async-profiler numbers methods from 1. */
    private static final int ORDERLY = 1 << 20;

    private final LongIntMap numbers = new LongIntMap();
    private long[] methods = new long[1 << 10];
    private int[] lines = new int[1 << 10];
    private byte[] types = new byte[1 << 10];
    // the frame of a method that was met last: nine times out of ten the next one of it has the same line
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

    /** How it ran where it was met first, by async-profiler's FrameType. */
    byte type(int frame) {
        return types[frame];
    }

    /** The number of a frame. A line has 16 bits. */
    int number(long method, int line, byte type) {
        if (method < 0 || method >= ORDERLY) {
            return numbered(method, line, type);
        }
        if (method >= last.length) {
            last = Arrays.copyOf(last, Integer.highestOneBit((int) method) * 2);
        }
        int known = last[(int) method];
        if (known != 0 && lines[known] == line) {
            return known;
        }
        int frame = numbered(method, line, type);
        last[(int) method] = frame;
        return frame;
    }

    private int numbered(long method, int line, byte type) {
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
