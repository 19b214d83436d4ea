package io.blackfire.conprof.profile;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the events of a recording add up to, for each distinct stack, thread and allocated class: an open-addressing hash
 * table over primitive columns, so that an event costs no allocation.
 */
final class SampleTable {
    static final int CPU_SAMPLES = 0;
    static final int WALL_SAMPLES = 1;
    static final int ALLOC_BYTES = 2;
    /** Objects, in {@link Weights#FIXED_POINT ths}. */
    static final int ALLOC_OBJECTS = 3;

    static final int LIVE_BYTES = 4;
    static final int LOCK_NANOS = 5;
    /** Waits for locks, in {@link Weights#FIXED_POINT ths}. */
    static final int LOCK_WAITS = 6;
    /** Samples of whatever kind. */
    static final int EVENTS = 7;

    static final int COLUMNS = 8;

    private int[] index = new int[1 << 12];
    private long[] stackAndThread = new long[1 << 11];
    private int[] classes = new int[1 << 11];
    private long[] values = new long[COLUMNS << 11];
    private final BitSet separate = new BitSet();
    private int size;

    /** The row of a stack, thread and allocated class (0 for none); made when absent. */
    int row(int stackId, int threadId, int classId) {
        long key = (long) stackId << 32 | threadId & 0xffffffffL;
        int mask = index.length - 1;
        int slot = hash(key, classId) & mask;
        while (index[slot] != 0) {
            int row = index[slot] - 1;
            if (stackAndThread[row] == key && classes[row] == classId) {
                return row;
            }
            slot = slot + 1 & mask;
        }
        if (size == stackAndThread.length) {
            grow();
            return row(stackId, threadId, classId);
        }
        index[slot] = size + 1;
        return append(key, classId);
    }

    /** A row of its own, for a single event, until {@link #mergeSeparateRows}. */
    int separateRow(int stackId, int threadId, int classId) {
        if (size == stackAndThread.length) {
            grow();
        }
        int row = append((long) stackId << 32 | threadId & 0xffffffffL, classId);
        separate.set(row);
        return row;
    }

    /** Adds up the separate rows that have become one owner's; what was merged into another is left without events. */
    void mergeSeparateRows(Object[] owners) {
        Map<List<Object>, Integer> merged = new HashMap<>();
        for (int row = separate.nextSetBit(0); row >= 0; row = separate.nextSetBit(row + 1)) {
            // the owner may be none
            List<Object> key = Arrays.asList(stackAndThread[row], classes[row], owners[row]);
            Integer first = merged.putIfAbsent(key, row);
            if (first != null) {
                for (int column = 0; column < COLUMNS; column++) {
                    values[first * COLUMNS + column] += values[row * COLUMNS + column];
                    values[row * COLUMNS + column] = 0;
                }
            }
        }
    }

    private int append(long key, int classId) {
        stackAndThread[size] = key;
        classes[size] = classId;
        return size++;
    }

    void add(int row, int column, long amount) {
        values[row * COLUMNS + column] += amount;
    }

    void countEvent(int row) {
        values[row * COLUMNS + EVENTS]++;
    }

    int size() {
        return size;
    }

    int stackId(int row) {
        return (int) (stackAndThread[row] >>> 32);
    }

    int threadId(int row) {
        return (int) stackAndThread[row];
    }

    int classId(int row) {
        return classes[row];
    }

    long value(int row, int column) {
        return values[row * COLUMNS + column];
    }

    private void grow() {
        int capacity = stackAndThread.length * 2;
        stackAndThread = Arrays.copyOf(stackAndThread, capacity);
        classes = Arrays.copyOf(classes, capacity);
        values = Arrays.copyOf(values, capacity * COLUMNS);
        index = new int[capacity * 2];
        int mask = index.length - 1;
        for (int row = 0; row < size; row++) {
            int slot = hash(stackAndThread[row], classes[row]) & mask;
            while (index[slot] != 0) {
                slot = slot + 1 & mask;
            }
            index[slot] = row + 1;
        }
    }

    /** Finaliser of MurmurHash3 over both parts of the key. */
    private static int hash(long key, int classId) {
        long h = key + classId * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (h ^ h >>> 33);
    }
}
