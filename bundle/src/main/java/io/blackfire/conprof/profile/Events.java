package io.blackfire.conprof.profile;

import java.io.IOException;

/** Adds up the events of a chunk: none of them becomes an object. */
final class Events {
    private final JfrInput in;
    private final JfrTypes types;
    private final long allocIntervalBytes;
    private final long cpuState;
    private final SampleTable table = new SampleTable();
    private String engine = "";

    Events(JfrInput in, JfrTypes types, Pools pools, long allocIntervalBytes) {
        this.in = in;
        this.types = types;
        this.allocIntervalBytes = allocIntervalBytes;
        this.cpuState = pools.cpuState();
    }

    /** Reads the events between two positions. */
    SampleTable read(long first, long end) throws IOException {
        int execution = types.id("jdk.ExecutionSample");
        int wallClock = types.id("profiler.WallClockSample");
        int allocation = types.id("jdk.ObjectAllocationInNewTLAB");
        int largeAllocation = types.id("jdk.ObjectAllocationOutsideTLAB");
        int liveObject = types.id("profiler.LiveObject");
        int setting = types.id("jdk.ActiveSetting");
        for (long position = first; position < end; ) {
            in.seek(position);
            int size = in.varint();
            if (size <= 0) {
                throw new IOException("an event of " + size + " bytes at " + position);
            }
            int type = in.varint();
            if (type == execution) {
                readSample(false);
            } else if (type == wallClock) {
                readSample(true);
            } else if (type == allocation || type == largeAllocation) {
                readAllocation(false);
            } else if (type == liveObject) {
                readAllocation(true);
            } else if (type == setting) {
                readSetting(types.type(type));
            }
            position += size;
        }
        return table;
    }

    /** What drove CPU sampling, in async-profiler's words; empty when the events do not say. */
    String engine() {
        return engine;
    }

    private void readSample(boolean wallClock) throws IOException {
        in.varlong(); // time
        int thread = in.varint();
        int stack = in.varint();
        int state = in.varint();
        int row = table.row(stack, thread, 0);
        table.countEvent(row);
        int column = state == cpuState ? SampleTable.CPU_SAMPLES : SampleTable.WALL_SAMPLES;
        table.add(row, column, wallClock ? in.varint() : 1);
    }

    private void readAllocation(boolean live) throws IOException {
        in.varlong(); // time
        int thread = in.varint();
        int stack = in.varint();
        int row = table.row(stack, thread, in.varint());
        table.countEvent(row);
        long size = in.varlong();
        double objects = Weights.objects(size, allocIntervalBytes);
        if (live) {
            table.add(row, SampleTable.LIVE_BYTES, Math.round(objects * size));
        } else {
            table.add(row, SampleTable.ALLOC_BYTES, Math.round(objects * size));
            table.add(row, SampleTable.ALLOC_OBJECTS, Math.round(objects * Weights.FIXED_POINT));
        }
    }

    private void readSetting(JfrTypes.Type type) throws IOException {
        String name = "";
        for (JfrTypes.Field field : type.fields()) {
            if (!types.text(field)) {
                in.varlong();
            } else if (field.name().equals("name")) {
                name = in.string();
            } else if (name.equals("engine")) {
                engine = in.string();
            } else {
                in.string();
            }
        }
    }
}
