package io.blackfire.conprof.profile;

import java.nio.charset.StandardCharsets;

import one.jfr.ClassRef;
import one.jfr.Dictionary;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Claim;
import io.blackfire.conprof.attribution.ClassNames;

/** What the identifiers of one JFR chunk stand for, each resolved once. */
final class Chunk {
    // FrameType constants of async-profiler
    private static final byte NATIVE = 3;
    private static final byte CPP = 4;
    private static final byte KERNEL = 5;

    private static final Stack NO_STACK = new Stack(new Method[0], new int[0]);

    private final JfrReader jfr;
    private final Attribution attribution;
    private final Dictionary<Method> methods = new Dictionary<>();
    private final Dictionary<Stack> stacks;
    private final Dictionary<String> allocated = new Dictionary<>();
    private final Dictionary<Claim> claims = new Dictionary<>();

    Chunk(JfrReader jfr, Attribution attribution) {
        this.jfr = jfr;
        this.attribution = attribution;
        this.stacks = new Dictionary<>(jfr.stackTraces.size());
    }

    Stack stack(int id) {
        Stack stack = stacks.get(id);
        if (stack == null) {
            stack = resolve(jfr.stackTraces.get(id));
            stacks.put(id, stack);
        }
        return stack;
    }

    /** The Java thread's id, or 0 for a thread of the JVM. */
    long javaThread(int threadId) {
        Long id = jfr.javaThreads.get(threadId);
        return id == null ? 0 : id;
    }

    String threadName(int threadId) {
        String name = jfr.threads.get(threadId);
        return name == null ? "[tid=" + threadId + "]" : name;
    }

    /** The name of an allocated class; null for 0. */
    String allocatedClass(int classId) {
        if (classId == 0) {
            return null;
        }
        String name = allocated.get(classId);
        if (name == null) {
            ClassRef type = jfr.classes.get(classId);
            name = type == null ? "unknown" : ClassNames.ofAllocated(symbol(type.name));
            allocated.put(classId, name);
        }
        return name;
    }

    private Stack resolve(StackTrace trace) {
        if (trace == null) {
            return NO_STACK;
        }
        Method[] resolved = new Method[trace.methods.length];
        int[] lines = new int[resolved.length];
        for (int i = 0; i < resolved.length; i++) {
            resolved[i] = method(trace.methods[i], trace.types[i]);
            lines[i] = trace.locations[i] >>> 16;
        }
        return new Stack(resolved, lines);
    }

    private Method method(long id, byte frameType) {
        Method method = methods.get(id);
        if (method == null) {
            method = resolve(jfr.methods.get(id), frameType);
            methods.put(id, method);
        }
        return method;
    }

    private Method resolve(MethodRef method, byte frameType) {
        if (method == null) {
            return new Method("unknown", "", Claim.NEUTRAL);
        }
        ClassRef type = jfr.classes.get(method.cls);
        String className = type == null ? "" : symbol(type.name);
        String methodName = symbol(method.name);
        boolean isNative = frameType == NATIVE || frameType == CPP || frameType == KERNEL;
        if (isNative || className.isEmpty()) {
            return new Method(methodName, className, Claim.NEUTRAL);
        }
        String stable = ClassNames.stable(className);
        String function = methodName.isEmpty() ? stable : stable + '.' + methodName;
        return new Method(function, stable, claim(method.cls, className));
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
