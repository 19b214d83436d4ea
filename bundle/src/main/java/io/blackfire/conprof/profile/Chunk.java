package io.blackfire.conprof.profile;

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

    private static final Stack NO_STACK = new Stack(new int[0], Verdict.of(new Claim[0]));

    private final Pools pools;
    private final Attribution attribution;
    private final ById<Method> methods = new ById<>();
    private final ById<Stack> stacks = new ById<>();
    private final ById<String> allocated = new ById<>();
    private final ById<Claim> claims = new ById<>();
    private final Method[] frameMethods;
    // what frames say about the owner; null for those that say nothing, which are most
    private final Claim[] frameClaims;
    private Claim[] said = new Claim[1 << 7];

    Chunk(Pools pools, Attribution attribution) {
        this.pools = pools;
        this.attribution = attribution;
        this.frameMethods = new Method[frames() + 1];
        this.frameClaims = new Claim[frames() + 1];
        for (int frame = 1; frame <= frames(); frame++) {
            Method method = method(pools.frames.method(frame), pools.frames.type(frame));
            frameMethods[frame] = method;
            frameClaims[frame] = method.claim.kind() == Claim.Kind.NEUTRAL ? null : method.claim;
        }
    }

    Stack stack(int id) {
        Stack stack = stacks.get(id);
        if (stack == null) {
            int[] frames = pools.stacks.get(id);
            stack = frames == null ? NO_STACK : new Stack(frames, verdict(frames));
            stacks.put(id, stack);
        }
        return stack;
    }

    /** How many distinct frames all stacks have; their numbers begin with 1. */
    int frames() {
        return pools.frames.size();
    }

    Method method(int frame) {
        return frameMethods[frame];
    }

    int line(int frame) {
        return pools.frames.line(frame);
    }

    RecordedThread thread(int id) {
        RecordedThread thread = pools.threads.get(id);
        if (thread == null) {
            thread = new RecordedThread(0, "[tid=" + id + "]");
            pools.threads.put(id, thread);
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
            String recorded = className(classId);
            name = recorded.isEmpty() ? "unknown" : ClassNames.ofAllocated(recorded);
            allocated.put(classId, name);
        }
        return name;
    }

    private Verdict verdict(int[] frames) {
        if (said.length < frames.length) {
            said = new Claim[frames.length * 2];
        }
        int claiming = 0;
        for (int frame : frames) {
            Claim claim = frameClaims[frame];
            if (claim != null) {
                said[claiming++] = claim;
            }
        }
        return Verdict.of(Arrays.copyOf(said, claiming));
    }

    private Method method(long id, byte frameType) {
        Method method = methods.get(id);
        if (method == null) {
            method = resolve(pools.methods.get(id), frameType);
            methods.put(id, method);
        }
        return method;
    }

    private Method resolve(Pools.MethodIds method, byte frameType) {
        if (method == null) {
            return new Method("unknown", "", Claim.NEUTRAL);
        }
        String className = className(method.type());
        String methodName = symbol(method.name());
        boolean isNative = frameType == NATIVE || frameType == CPP || frameType == KERNEL;
        if (isNative || className.isEmpty()) {
            return new Method(methodName, className, Claim.NEUTRAL);
        }
        String stable = ClassNames.stable(className);
        String function = methodName.isEmpty() ? stable : stable + '.' + methodName;
        return new Method(function, stable, claim(method.type(), className));
    }

    private Claim claim(long classId, String className) {
        Claim claim = claims.get(classId);
        if (claim == null) {
            claim = attribution.claim(className);
            claims.put(classId, claim);
        }
        return claim;
    }

    /** As recorded, with slashes; empty when unknown. */
    private String className(long classId) {
        Long name = pools.classNames.get(classId);
        return name == null ? "" : symbol(name);
    }

    private String symbol(long id) {
        String symbol = pools.symbols.get(id);
        return symbol == null ? "" : symbol;
    }
}
