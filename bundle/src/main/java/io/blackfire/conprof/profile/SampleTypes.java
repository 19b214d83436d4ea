package io.blackfire.conprof.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.sampling.SamplingPlan;

/**
 * The sample types of a profile and how each one's value comes from a row of the {@link SampleTable}. Names, units and
 * order are those that libdatadog writes and Blackfire reads.
 *
 * <ul>
 *   <li>CPU Time in nanoseconds: {@link CpuWeights}.
 *   <li>Wall-time in nanoseconds: the interval for each look at a thread; async-profiler looks at all of them once an interval, and
 *       writes what it finds unchanged as one event with their number, up to 1,000 (<a
 *       href="https://github.com/async-profiler/async-profiler/blob/master/src/wallClock.cpp">wallClock.cpp</a>). Off by an interval at
 *       either end, and for a thread that waits for a processor longer than an interval: several signals become one.
 *   <li>Bytes and objects, waits for locks and their nanoseconds: {@link Weights}.
 * </ul>
 */
final class SampleTypes {

    /** Instead of a factor: each thread has its own. */
    private static final long CPU_TIME = 0;

    /** Instead of a factor: in {@link Weights#FIXED_POINT ths}. */
    private static final long FIXED_POINT = -1;

    private record Type(String name, String unit, int column, long factor) {}

    private final List<Type> types = new ArrayList<>();
    // by column: whole objects are cut from the running sum, so that the sum over all samples is not off by each one's
    // rounding
    private final long[] before = new long[SampleTable.COLUMNS];

    SampleTypes(SamplingPlan plan) {
        Set<Dimension> dimensions = plan.dimensions();
        if (dimensions.contains(Dimension.CPU_TIME)) {
            types.add(new Type("cpu-time", "nanoseconds", SampleTable.CPU_SAMPLES, CPU_TIME));
            types.add(new Type("cpu-samples", "count", SampleTable.CPU_SAMPLES, 1));
        }
        if (dimensions.contains(Dimension.WALL_TIME)) {
            long interval = plan.wallInterval().toNanos();
            types.add(new Type("wall-time", "nanoseconds", SampleTable.WALL_SAMPLES, interval));
            types.add(new Type("wall-samples", "count", SampleTable.WALL_SAMPLES, 1));
        }
        if (dimensions.contains(Dimension.LOCK_CONTENTION)) {
            types.add(new Type("lock-acquire-wait", "nanoseconds", SampleTable.LOCK_NANOS, 1));
            types.add(new Type("lock-acquire", "count", SampleTable.LOCK_WAITS, FIXED_POINT));
        }
        if (dimensions.contains(Dimension.ALLOCATED_MEMORY)) {
            types.add(new Type("alloc-space", "bytes", SampleTable.ALLOC_BYTES, 1));
        }
        if (dimensions.contains(Dimension.ALLOCATIONS)) {
            types.add(new Type("alloc-samples", "count", SampleTable.ALLOC_OBJECTS, FIXED_POINT));
        }
        if (dimensions.contains(Dimension.HEAP_LIVE_SIZE)) {
            types.add(new Type("heap-space", "bytes", SampleTable.LIVE_BYTES, 1));
        }
    }

    int count() {
        return types.size();
    }

    String name(int type) {
        return types.get(type).name();
    }

    String unit(int type) {
        return types.get(type).unit();
    }

    /** The values of one row, in order of the types. Every row of a recording must come here exactly once. */
    void values(SampleTable table, int row, CpuWeights cpu, long[] into) {
        for (int i = 0; i < into.length; i++) {
            Type type = types.get(i);
            long value = table.value(row, type.column());
            if (type.factor() == CPU_TIME) {
                into[i] = cpu.nanos(table.threadId(row), value);
            } else {
                into[i] = type.factor() == FIXED_POINT ? whole(type.column(), value) : value * type.factor();
            }
        }
    }

    /** The values of CPU time without a sample. */
    void unsampled(long cpuNanos, long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = types.get(i).factor() == CPU_TIME ? cpuNanos : 0;
        }
    }

    private long whole(int column, long fixedPoint) {
        long wholeBefore = before[column] / Weights.FIXED_POINT;
        before[column] += fixedPoint;
        return before[column] / Weights.FIXED_POINT - wholeBefore;
    }
}
