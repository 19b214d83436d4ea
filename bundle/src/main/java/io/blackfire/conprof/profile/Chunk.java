package io.blackfire.conprof.profile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Claim;
import io.blackfire.conprof.attribution.ClassNames;
import io.blackfire.conprof.attribution.Verdict;

/** What the identifiers of one JFR chunk stand for, each resolved once. */
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

    private final JfrChunk jfr;
    private final Attribution attribution;
    private final LongMap<Method> methods = new LongMap<>();
    private final LongMap<Stack> stacks = new LongMap<>();
    private final LongMap<RecordedThread> threads = new LongMap<>();
    private final LongMap<String> allocated = new LongMap<>();
    private final LongMap<Claim> claims = new LongMap<>();
    // distinct frames, numbered from 1: some ten thousands are in a million frames of stacks
    private final LongIntMap frames = new LongIntMap();
    private Method[] frameMethods = new Method[1 << 10];
    private int[] frameLines = new int[1 << 10];
    // what frames say about the owner; null for those that say nothing, which are most
    private Claim[] frameClaims = new Claim[1 << 10];
    private Claim[] said = new Claim[1 << 7];
    // the frame of a method that was met last: nine times out of ten the next one of it has the same line
    private final int[] lastFrames;

    Chunk(JfrChunk jfr, Attribution attribution) {
        this.jfr = jfr;
        this.attribution = attribution;
        this.lastFrames = new int[jfr.methods.size() + 1];
    }

    /** Whether some stack of the chunk was not walked to its root, or lost a class. */
    boolean hasBrokenStacks() {
        for (byte[] utf8 : jfr.symbols.values()) {
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

    Stack stack(int id) {
        Stack stack = stacks.get(id);
        if (stack == null) {
            stack = id == 0 ? NO_STACK : resolve(jfr.stackTraces.get(Integer.toUnsignedLong(id)));
            stacks.put(id, stack);
        }
        return stack;
    }

    /** How many distinct frames the stacks that were resolved until now have. */
    int frames() {
        return frames.size();
    }

    Method method(int frame) {
        return frameMethods[frame];
    }

    int line(int frame) {
        return frameLines[frame];
    }

    RecordedThread thread(int id) {
        RecordedThread thread = threads.get(id);
        if (thread == null) {
            JfrChunk.Thread recorded = jfr.threads.get(id);
            thread = recorded == null || recorded.name().isBlank()
                    ? new RecordedThread(recorded == null ? 0 : recorded.javaId(), "[tid=" + id + "]")
                    : new RecordedThread(recorded.javaId(), recorded.name());
            threads.put(id, thread);
        }
        return thread;
    }

    /** The name of an allocated class; null for 0. */
    String allocatedClass(int classId) {
        if (classId == 0) {
            return null;
        }
        String name = allocated.get(classId);
        if (name == null) {
            Long type = jfr.classes.get(Integer.toUnsignedLong(classId));
            name = type == null ? "unknown" : ClassNames.ofAllocated(symbol(type));
            allocated.put(classId, name);
        }
        return name;
    }

    private Stack resolve(JfrChunk.StackTrace trace) {
        if (trace == null) {
            return LOST_STACK;
        }
        int depth = trace.methods().length;
        if (said.length < depth) {
            said = new Claim[depth * 2];
        }
        int[] numbers = new int[depth];
        int claiming = 0;
        for (int i = 0; i < depth; i++) {
            int frame = frame(trace.methods()[i], trace.lines()[i], trace.types(), i);
            numbers[i] = frame;
            Claim claim = frameClaims[frame];
            if (claim != null) {
                said[claiming++] = claim;
            }
        }
        Claim[] claims = Arrays.copyOf(said, claiming);
        if (depth > 0 && calledByJvm(frameMethods[numbers[depth - 1]].function)) {
            claims = Arrays.copyOf(claims, claiming + 1);
            claims[claiming] = Claim.BROKEN;
        }
        return new Stack(numbers, Verdict.of(claims));
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

    private int frame(long methodId, int line, byte[] frameTypes, int depth) {
        // async-profiler numbers methods from 1
        if (methodId < 0 || methodId >= lastFrames.length) {
            return numbered(methodId, line, frameTypes[depth]);
        }
        int last = lastFrames[(int) methodId];
        if (last != 0 && frameLines[last] == line) {
            return last;
        }
        int frame = numbered(methodId, line, frameTypes[depth]);
        lastFrames[(int) methodId] = frame;
        return frame;
    }

    private int numbered(long methodId, int line, byte frameType) {
        int before = frames.size();
        // a line has 16 bits
        int frame = frames.number(methodId << 16 | line);
        if (frame > before) {
            if (frame == frameMethods.length) {
                frameMethods = Arrays.copyOf(frameMethods, frame * 2);
                frameLines = Arrays.copyOf(frameLines, frame * 2);
                frameClaims = Arrays.copyOf(frameClaims, frame * 2);
            }
            Method method = method(methodId, frameType);
            frameMethods[frame] = method;
            frameLines[frame] = line;
            frameClaims[frame] = method.claim.kind() == Claim.Kind.NEUTRAL ? null : method.claim;
        }
        return frame;
    }

    private Method method(long id, byte frameType) {
        Method method = methods.get(id);
        if (method == null) {
            method = resolve(jfr.methods.get(id), frameType);
            methods.put(id, method);
        }
        return method;
    }

    private Method resolve(JfrChunk.Method method, byte frameType) {
        if (method == null) {
            return new Method("unknown", "", Claim.NEUTRAL);
        }
        Long type = jfr.classes.get(method.type());
        String className = type == null ? "" : symbol(type);
        String methodName = symbol(method.name());
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
        byte[] utf8 = jfr.symbols.get(id);
        return utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
    }
}
