package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

import one.profiler.AsyncProfiler;
import one.profiler.Span;

/**
 * The one async-profiler of this JVM, the claim on it, and the numbers of its profiles.
 *
 * <p>This class is never used from our own class loader: {@link NativeProfiler} defines it once per JVM in a class loader
 * that outlives every bundle refresh and redeployment, because one native library binds to one class loader. Callers of
 * any class loader and any version of us speak to it through {@link BinaryOperator}: (who, command) to answer.
 */
public final class SharedProfiler implements SharedProfilerMBean, BinaryOperator<String> {
    static final String LOAD = "conprof:load:";
    static final String NUMBER = "conprof:number:";
    static final String CLAIM = "conprof:claim";
    static final String RELEASE = "conprof:release";

    /** Found by {@link NativeProfiler} through the class loader that holds it. */
    public static final SharedProfiler INSTANCE = new SharedProfiler();

    /** {@link Span#start}. */
    public static final LongSupplier SPAN_START = Span::start;

    /** {@link Span#endIfProfiled}, of the span with this tag and start. */
    public static final ObjLongConsumer<String> SPAN_END = (tag, start) -> Span.endIfProfiled(start, tag);

    private final Map<String, Long> numbers = new HashMap<>();
    private AsyncProfiler profiler;
    private String owner = "";
    private Thread ownerThread;

    private SharedProfiler() {}

    /**
     * Does one command.
     *
     * @param who the caller, unique in this JVM
     * @param command one of ours, or an async-profiler command, which needs the claim
     * @return the answer; to a claim, the owner in force now
     * @throws UnsatisfiedLinkError when the library cannot be loaded
     * @throws IllegalStateException when async-profiler refuses
     */
    @Override
    public synchronized String apply(String who, String command) {
        if (command.startsWith(LOAD)) {
            if (profiler == null) {
                profiler = AsyncProfiler.getInstance(command.substring(LOAD.length()));
            }
            return getVersion();
        }
        if (command.startsWith(NUMBER)) {
            // the runtime id is the JVM's, so another copy of us must not begin again with 0
            return Long.toString(numbers.merge(command.substring(NUMBER.length()), 1L, Long::sum) - 1);
        }
        return switch (command) {
            case CLAIM -> claim(who);
            case RELEASE -> release(who);
            default -> execute(who, command);
        };
    }

    /** A claim ends with the thread that made it, so that a caller that was thrown away does not hold it for ever. */
    private String claim(String who) {
        if (ownerThread != null && !ownerThread.isAlive()) {
            stopQuietly();
            owner = "";
        }
        if (owner.isEmpty()) {
            owner = who;
            ownerThread = Thread.currentThread();
        }
        return owner;
    }

    private String release(String who) {
        if (owner.equals(who)) {
            owner = "";
            ownerThread = null;
        }
        return owner;
    }

    private String execute(String who, String command) {
        if (!owner.equals(who)) {
            throw new IllegalStateException("async-profiler is in use by " + owner);
        }
        try {
            return profiler.execute(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopQuietly() {
        try {
            profiler.execute("stop,loglevel=none");
        } catch (IllegalStateException | IOException e) {
            // it was not running
        }
    }

    @Override
    public synchronized String getVersion() {
        return profiler == null ? "" : profiler.getVersion();
    }

    @Override
    public synchronized String getOwner() {
        return owner;
    }
}
