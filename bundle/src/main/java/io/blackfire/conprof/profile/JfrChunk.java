package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.profile.JfrValues.Slot;

/**
 * One chunk of a recording, as async-profiler lays it out (<a
 * href="https://github.com/async-profiler/async-profiler/blob/master/src/flightRecorder.cpp">flightRecorder.cpp</a>): header, metadata,
 * events, and at the end the constants that they refer to. An event that contradicts the metadata, its own size or reason is passed
 * over, to the next place where one can be.
 */
final class JfrChunk {
    static final int HEADER_BYTES = 68;

    private static final int METADATA = 0;
    private static final int CONSTANTS = 1;
    // async-profiler keeps one byte for the size of every event that it samples
    private static final int LONGEST_SAMPLE = 0xff;
    // more than any JVM allocates at once, and more than async-profiler adds up in one event (MAX_IDLE_BATCH is 1,000)
    private static final long LARGEST_OBJECT = 1L << 40;
    private static final long MOST_SAMPLES = 1 << 16;
    // a year
    private static final long LONGEST_NANOS = 365L * 24 * 60 * 60 * 1_000_000_000;
    // how far from its chunk's start an event may be to end a search
    private static final long SEARCH_SECONDS = 60 * 60;

    /** What events are of use, and what they must have to be understood. */
    enum Kind {
        CPU("jdk.ExecutionSample", Slot.START_TIME, Slot.THREAD, Slot.STACK_TRACE),
        WALL("profiler.WallClockSample", Slot.START_TIME, Slot.THREAD, Slot.STACK_TRACE, Slot.SAMPLES),
        ALLOCATION(
                "jdk.ObjectAllocationInNewTLAB",
                Slot.START_TIME,
                Slot.THREAD,
                Slot.STACK_TRACE,
                Slot.CLASS,
                Slot.ALLOCATION_SIZE),
        LIVE(
                "profiler.LiveObject",
                Slot.THREAD,
                Slot.STACK_TRACE,
                Slot.CLASS,
                Slot.ALLOCATION_SIZE,
                Slot.ALLOCATION_TIME),
        MONITOR("jdk.JavaMonitorEnter", Slot.START_TIME, Slot.DURATION, Slot.THREAD, Slot.STACK_TRACE),
        PARK("jdk.ThreadPark", Slot.START_TIME, Slot.DURATION, Slot.THREAD, Slot.STACK_TRACE),
        SPAN("profiler.Span", Slot.START_TIME, Slot.DURATION, Slot.THREAD, Slot.TAG),
        SETTING("jdk.ActiveSetting", Slot.NAME, Slot.VALUE);

        private final String type;
        private final Set<Slot> needs;

        Kind(String type, Slot... needs) {
            this.type = type;
            this.needs = Set.of(needs);
        }
    }

    /** The same of constants. */
    private static final Map<String, Set<Slot>> CONSTANTS_NEED = Map.of(
            "java.lang.Thread", Set.of(Slot.OS_NAME, Slot.JAVA_NAME, Slot.JAVA_THREAD_ID),
            "java.lang.Class", Set.of(Slot.NAME),
            "java.lang.String", Set.of(),
            "jdk.types.Method", Set.of(Slot.TYPE, Slot.NAME),
            "jdk.types.StackTrace", Set.of(),
            "jdk.types.Symbol", Set.of());

    final Constants constants = new Constants();

    private final JfrBytes in;
    private final JfrValues values = new JfrValues();
    private final LongMap<JfrType> types = new LongMap<>();
    private final Map<JfrType, Kind> kinds = new HashMap<>();
    private final long startTicks;
    private final long ticksPerSecond;
    private final long eventsEnd;
    private long at;
    private boolean searching;

    /**
     * Reads all but the events.
     *
     * @throws CorruptJfr when it cannot be known what its events mean
     */
    JfrChunk(JfrBytes in, long start, long end) throws IOException, CorruptJfr {
        this.in = in;
        in.seek(start + 16);
        long constantsStart = start + in.u8();
        in.seek(start + 48);
        startTicks = in.u8();
        ticksPerSecond = in.u8();
        in.seek(start + HEADER_BYTES);
        readMetadata();
        at = in.position();
        eventsEnd = readConstants(constantsStart, end);
    }

    JfrValues values() {
        return values;
    }

    /** How long the event lasted that was read last, cut to whole nanoseconds as the JDK's parser does. */
    long durationNanos() {
        return (long) (values.number(Slot.DURATION) / (ticksPerSecond / 1e9));
    }

    /** Reads the next event into {@link #values}; null when there is none. */
    Kind next() throws IOException {
        while (at < eventsEnd) {
            try {
                in.limit(eventsEnd);
                in.seek(at);
                Kind kind = event();
                at = in.position();
                searching = false;
                if (kind != null) {
                    return kind;
                }
            } catch (CorruptJfr e) {
                constants.missing();
                at++;
                searching = true;
            }
        }
        return null;
    }

    private Kind event() throws IOException, CorruptJfr {
        int size = in.varint();
        if (size <= 0 || size > eventsEnd - at || searching && size > LONGEST_SAMPLE) {
            throw new CorruptJfr("no size of an event");
        }
        in.limit(at + size);
        JfrType type = types.get(in.varint());
        if (type == null || type.fields() == 0) {
            throw new CorruptJfr("no event");
        }
        values.clear();
        type.read(in, values);
        if (in.left() != 0) {
            throw new CorruptJfr("an event of another size");
        }
        Kind kind = kinds.get(type);
        check(kind);
        long stack = values.number(Slot.STACK_TRACE);
        if (kind != null && stack != 0 && constants.stackTraces.get(stack) == null) {
            constants.lost(size);
        }
        return kind;
    }

    private void check(Kind kind) throws CorruptJfr {
        long bytes = values.number(Slot.ALLOCATION_SIZE);
        long samples = values.number(Slot.SAMPLES);
        boolean possible = bytes >= 0
                && bytes <= LARGEST_OBJECT
                && samples >= 0
                && samples <= MOST_SAMPLES
                && values.number(Slot.DURATION) >= 0;
        if (kind == Kind.MONITOR || kind == Kind.PARK) {
            long nanos = durationNanos();
            possible &= nanos >= 0 && nanos <= LONGEST_NANOS;
        }
        if (searching) {
            long since = values.number(Slot.START_TIME) - startTicks;
            possible &= kind != null && Math.abs(since) / SEARCH_SECONDS <= ticksPerSecond;
        }
        if (!possible) {
            throw new CorruptJfr("an event that cannot be");
        }
    }

    private void readMetadata() throws IOException, CorruptJfr {
        in.varint();
        if (in.varint() != METADATA) {
            throw new CorruptJfr("no metadata");
        }
        in.varlong();
        in.varlong();
        in.varlong();
        String[] names = new String[in.length(1)];
        for (int i = 0; i < names.length; i++) {
            names[i] = in.text();
        }
        new JfrMetadata(in, names, types).read();
        for (JfrType type : types.values()) {
            type.resolve(types);
        }
        // async-profiler describes all of its types, whether there are any of them or not
        for (Kind kind : Kind.values()) {
            JfrType type = find(kind.type, kind.needs);
            if (type != null) {
                kinds.put(type, kind);
            }
        }
        CONSTANTS_NEED.forEach(this::find);
    }

    private JfrType find(String name, Set<Slot> needs) {
        for (JfrType type : types.values()) {
            if (type.name.equals(name) && type.has(needs)) {
                return type;
            }
        }
        constants.missing();
        return null;
    }

    /** Reads as many constants as it can, and returns where events end. */
    private long readConstants(long start, long end) throws IOException {
        int pools = 0;
        in.limit(end);
        try {
            if (start < at) {
                throw new CorruptJfr("an unfinished chunk has none");
            }
            in.seek(start);
            in.varint();
            if (in.varint() != CONSTANTS) {
                throw new CorruptJfr("no constants");
            }
            in.varlong();
            in.varlong();
            in.varlong();
            in.varint();
            for (int left = in.count(2); left > 0; left--) {
                readPool();
                pools++;
            }
        } catch (CorruptJfr e) {
            constants.lost(pools == 0 ? 1 : Math.max(1, end - in.position()));
        }
        return pools == 0 ? end : start;
    }

    private void readPool() throws IOException, CorruptJfr {
        JfrType type = types.get(in.varint());
        if (type == null) {
            throw new CorruptJfr("constants of no type");
        }
        for (int left = in.count(1); left > 0; left--) {
            long id = in.varlong();
            switch (type.name) {
                case "jdk.types.StackTrace" -> constants.stackTraces.put(id, stackTrace());
                case "jdk.types.Symbol" -> constants.symbols.put(id, in.utf8());
                case "java.lang.String" -> constants.strings.put(id, in.text());
                default -> {
                    values.clear();
                    type.read(in, values);
                    keep(type.name, id);
                }
            }
        }
    }

    private void keep(String type, long id) {
        switch (type) {
            case "java.lang.Thread" -> {
                String java = values.text(Slot.JAVA_NAME);
                String name = java.isEmpty() ? values.text(Slot.OS_NAME) : java;
                constants.threads.put(id, new Constants.Thread(values.number(Slot.JAVA_THREAD_ID), name));
            }
            case "java.lang.Class" -> constants.classes.put(id, values.number(Slot.NAME));
            case "jdk.types.Method" ->
                constants.methods.put(id, new Constants.Method(values.number(Slot.TYPE), values.number(Slot.NAME)));
            default -> {}
        }
    }

    private int[] stackTrace() throws IOException, CorruptJfr {
        in.u1();
        int[] trace = new int[in.length(4)];
        for (int i = 0; i < trace.length; i++) {
            long method = in.varlong();
            int line = in.varint() & 0xffff;
            in.varint();
            trace[i] = constants.frames.number(method, line, (byte) in.varint());
        }
        return trace;
    }
}
