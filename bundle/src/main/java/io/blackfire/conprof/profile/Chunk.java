package io.blackfire.conprof.profile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Claim;
import io.blackfire.conprof.attribution.ClassNames;
import io.blackfire.conprof.attribution.Verdict;

/** What the identifiers of one chunk of a recording stand for, each resolved once. */
final class Chunk {
    // FrameType constants of async-profiler
    private static final byte NATIVE = 3;
    private static final byte CPP = 4;
    private static final byte KERNEL = 5;

    // the JVM's stub below the frames of a continuation that it has brought back so far
    private static final String RETURN_BARRIER = "cont_returnBarrier";
    // async-profiler's own: it could not walk the stack any further
    private static final String BROKEN = "break_";
    // the same, where its memory for stacks was used up
    private static final String OVERFLOW = "storage_overflow";

    // the same, for a method of a class that is gone
    private static final String UNLOADED = "stale_jmethodID";

    private static final byte[] BROKEN_UTF8 = BROKEN.getBytes(StandardCharsets.UTF_8);
    private static final byte[] OVERFLOW_UTF8 = OVERFLOW.getBytes(StandardCharsets.UTF_8);
    private static final byte[] UNLOADED_UTF8 = UNLOADED.getBytes(StandardCharsets.UTF_8);

    private static final Stack NO_STACK = new Stack(new int[0], Verdict.of(new Claim[0]));
    // one that the recording does not have, for it is cut off or corrupt
    private static final Stack LOST_STACK = new Stack(new int[0], Verdict.of(new Claim[] {Claim.BROKEN}));

    private final Constants constants;
    private final Attribution attribution;
    private final LongMap<Method> methods = new LongMap<>();
    private final LongMap<Stack> stacks = new LongMap<>();
    private final LongMap<RecordedThread> threads = new LongMap<>();
    private final LongMap<String> allocated = new LongMap<>();
    private final LongMap<Claim> claims = new LongMap<>();
    // by the number of the frame, once it was met
    private final Method[] frameMethods;
    private Claim[] said = new Claim[1 << 7];

    Chunk(Constants constants, Attribution attribution) {
        this.constants = constants;
        this.attribution = attribution;
        this.frameMethods = new Method[constants.frames.size() + 1];
    }

    /** Whether some stack of the chunk was not walked to its root, or lost a class. */
    boolean hasBrokenStacks() {
        for (byte[] utf8 : constants.symbols.values()) {
            if (startsWith(utf8, BROKEN_UTF8)
                    || startsWith(utf8, OVERFLOW_UTF8)
                    || Arrays.equals(utf8, UNLOADED_UTF8)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] utf8, byte[] beginning) {
        return utf8.length >= beginning.length
                && Arrays.equals(utf8, 0, beginning.length, beginning, 0, beginning.length);
    }

    /** Bytes that could not be read, or refer to what could not, as far as is known by now. */
    long lostBytes() {
        return constants.lostBytes();
    }

    Stack stack(int id) {
        Stack stack = stacks.get(id);
        if (stack == null) {
            stack = id == 0 ? NO_STACK : resolve(constants.stackTraces.get(Integer.toUnsignedLong(id)));
            stacks.put(id, stack);
        }
        return stack;
    }

    /** How many distinct frames there are. */
    int frames() {
        return constants.frames.size();
    }

    Method method(int frame) {
        Method method = frameMethods[frame];
        if (method == null) {
            method = method(constants.frames.method(frame), constants.frames.type(frame));
            frameMethods[frame] = method;
        }
        return method;
    }

    int line(int frame) {
        return constants.frames.line(frame);
    }

    RecordedThread thread(int id) {
        RecordedThread thread = threads.get(id);
        if (thread == null) {
            Constants.Thread recorded = known(constants.threads.get(id));
            thread = recorded == null || recorded.name().isBlank()
                    ? new RecordedThread(recorded == null ? 0 : recorded.javaId(), RecordedThread.NAMELESS + id + "]")
                    : new RecordedThread(recorded.javaId(), recorded.name());
            threads.put(id, thread);
        }
        return thread;
    }

    /** Gives a thread of another part of the recording the name that it has here, if it is the same. */
    void nameThread(int id, LongMap<Constants.Thread> others) {
        Constants.Thread here = constants.threads.get(id);
        Constants.Thread there = others.get(id);
        if (here != null
                && there != null
                && here.javaId() == there.javaId()
                && !here.name().isBlank()) {
            others.put(id, here);
        }
    }

    /** The name of an allocated class; null for 0. */
    String allocatedClass(int classId) {
        if (classId == 0) {
            return null;
        }
        String name = allocated.get(classId);
        if (name == null) {
            Long type = known(constants.classes.get(Integer.toUnsignedLong(classId)));
            name = type == null ? "unknown" : ClassNames.ofAllocated(symbol(type));
            allocated.put(classId, name);
        }
        return name;
    }

    private Stack resolve(int[] trace) {
        if (trace == null) {
            return LOST_STACK;
        }
        if (said.length < trace.length) {
            said = new Claim[trace.length * 2];
        }
        int claiming = 0;
        for (int frame : trace) {
            Claim claim = method(frame).claim;
            if (claim.kind() != Claim.Kind.NEUTRAL) {
                said[claiming++] = claim;
            }
        }
        Claim[] claims = Arrays.copyOf(said, claiming);
        if (trace.length > 0 && calledByJvm(method(trace[trace.length - 1]).function)) {
            claims = Arrays.copyOf(claims, claiming + 1);
            claims[claiming] = Claim.BROKEN;
        }
        return new Stack(trace, Verdict.of(claims));
    }

    /**
     * Whether the JVM calls this in the middle of other code, to load, link or initialise a class, and never to begin a thread.
     * As the outermost frame it means that the walk ended there, of which async-profiler says nothing (stackWalker.cpp, "End of
     * Java stack").
     */
    static boolean calledByJvm(String function) {
        return function.endsWith(".loadClass")
                || function.endsWith(".<clinit>")
                || function.startsWith("java.lang.invoke.MethodHandleNatives.");
    }

    private Method method(long id, byte frameType) {
        Method method = methods.get(id);
        if (method == null) {
            method = resolve(known(constants.methods.get(id)), frameType);
            methods.put(id, method);
        }
        return method;
    }

    private Method resolve(Constants.Method method, byte frameType) {
        if (method == null) {
            return new Method("unknown", "", Claim.NEUTRAL);
        }
        Long type = known(constants.classes.get(method.type()));
        String className = type == null ? "" : symbol(type);
        String methodName = ClassNames.stableMethod(symbol(method.name()));
        boolean isNative = frameType == NATIVE || frameType == CPP || frameType == KERNEL;
        if (isNative || className.isEmpty()) {
            String symbol = methodName.isEmpty() ? "unknown" : methodName;
            return new Method(symbol, className, end(symbol));
        }
        String stable = ClassNames.stable(className);
        String function = methodName.isEmpty() ? stable : stable + '.' + methodName;
        return new Method(function, stable, claim(method.type(), className));
    }

    private static Claim end(String symbol) {
        if (symbol.startsWith(BROKEN) || symbol.startsWith(OVERFLOW)) {
            return Claim.BROKEN;
        }
        if (symbol.equals(UNLOADED)) {
            return Claim.UNLOADED;
        }
        return symbol.contains(RETURN_BARRIER) ? Claim.CUT : Claim.NEUTRAL;
    }

    private Claim claim(long classId, String className) {
        Claim claim = claims.get(classId);
        if (claim == null) {
            claim = attribution.claim(className);
            claims.put(classId, claim);
        }
        return claim;
    }

    private String symbol(long id) {
        byte[] utf8 = known(constants.symbols.get(id));
        return utf8 == null ? "" : JfrBytes.string(utf8);
    }

    /** Takes note when something is not there that something else refers to. */
    private <T> T known(T constant) {
        if (constant == null) {
            constants.missing();
        }
        return constant;
    }
}
