package io.blackfire.conprof.profile;

import java.io.IOException;
import java.util.List;

/** The constant pools of a chunk: what the identifiers in its events stand for. */
final class Pools {
    private static final int LINE_MASK = 0xffff;
    private static final long NO_STATE = -1;

    /** A method's class and name, as identifiers. */
    record MethodIds(long type, long name) {}

    final ById<int[]> stacks = new ById<>();
    final Frames frames = new Frames();
    final ById<RecordedThread> threads = new ById<>();
    final ById<MethodIds> methods = new ById<>();
    final ById<Long> classNames = new ById<>();
    final ById<String> symbols = new ById<>();

    private final JfrInput in;
    private final JfrTypes types;
    private long cpuState = NO_STATE;

    /** Reads the pools at this position; async-profiler writes all of a chunk's in one place. */
    Pools(JfrInput in, JfrTypes types, long position) throws IOException {
        this.in = in;
        this.types = types;
        in.seek(position);
        in.skipNumbers(6); // size, type, start, duration, distance to other pools, flags
        for (int i = in.count(); i > 0; i--) {
            readPool(types.type(in.varint()));
        }
    }

    /** The thread state that CPU samples have, and no other. */
    long cpuState() {
        return cpuState;
    }

    private void readPool(JfrTypes.Type type) throws IOException {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            long id = in.varlong();
            switch (type.name()) {
                case "jdk.types.StackTrace" -> readStack(id);
                case "java.lang.Thread" -> readThread(id, type.fields().size());
                case "java.lang.Class" -> readClass(id, type.fields().size());
                case "jdk.types.Method" -> readMethod(id, type.fields().size());
                case "jdk.types.Symbol" -> symbols.put(id, in.string());
                case "jdk.types.ThreadState" -> readThreadState(id);
                case "java.lang.String" -> in.string();
                default -> skip(type.fields());
            }
        }
    }

    private void readStack(long id) throws IOException {
        in.varint(); // whether it was cut off
        int depth = in.count();
        int[] stack = new int[depth];
        for (int i = 0; i < depth; i++) {
            long method = in.varlong();
            int line = in.varint() & LINE_MASK;
            in.varint(); // bytecode index
            stack[i] = frames.number(method, line, in.readByte());
        }
        stacks.put(id, stack);
    }

    private void readThread(long id, int fields) throws IOException {
        String nativeName = in.string();
        in.varint(); // the system's identifier
        String javaName = in.string();
        long javaId = in.varlong();
        in.skipNumbers(fields - 4);
        threads.put(id, new RecordedThread(javaId, javaName != null ? javaName : nativeName));
    }

    private void readClass(long id, int fields) throws IOException {
        in.varlong(); // class loader: async-profiler knows none
        classNames.put(id, in.varlong());
        in.skipNumbers(fields - 2);
    }

    private void readMethod(long id, int fields) throws IOException {
        methods.put(id, new MethodIds(in.varlong(), in.varlong()));
        in.skipNumbers(fields - 2);
    }

    private void readThreadState(long id) throws IOException {
        if ("STATE_DEFAULT".equals(in.string())) {
            cpuState = id;
        }
    }

    private void skip(List<JfrTypes.Field> fields) throws IOException {
        for (JfrTypes.Field field : fields) {
            if (types.text(field)) {
                in.string();
            } else {
                in.varlong();
            }
        }
    }
}
