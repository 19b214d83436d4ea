package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

import one.profiler.AsyncProfiler;
import one.profiler.Span;

/**
 * The one async-profiler of this JVM, the claim on it, the numbers of its profiles, and what all copies of us tell each other
 * of their deployments.
 *
 * <p>This class is never used from our own class loader: {@link NativeProfiler} defines it once per JVM in a class loader
 * that outlives every bundle refresh and redeployment, because one native library binds to one class loader. Callers of
 * any class loader and any version of us speak to it in types of the JDK: (who, command) to answer, and {@link #COPIES}. What a
 * later version adds, an earlier one does not know: it answers null.
 */
public final class SharedProfiler implements SharedProfilerMBean, BinaryOperator<String> {
    static final String LOAD = "conprof:load:";
    static final String NUMBER = "conprof:number:";
    static final String CLAIM = "conprof:claim";
    static final String RELEASE = "conprof:release";

    /** Claims by rank: a map of {@link #WHO}, {@link #RANK} and {@link #CALL}; the answer is a map of {@link #OWNER} and {@link #LEADS}. */
    static final String CLAIM_BY_RANK = "claim";

    static final String WHO = "who";
    static final String RANK = "rank";
    /** A {@link Runnable}, held weakly: called from any thread when the claim may be had, or is wanted by a higher rank. */
    static final String CALL = "call";

    static final String OWNER = "owner";
    /** Whether the owner profiles the deployments of all copies. */
    static final String LEADS = "leads";

    /** Whether a higher rank than the owner's waits. */
    static final String WANTED = "wanted";
    /** The argument, a {@link BiFunction} held weakly, is told of all deployments from now on. */
    static final String LEAD = "lead";
    /** It is told no more. */
    static final String LEAVE = "leave";

    /** Found by {@link NativeProfiler} through the class loader that holds it. */
    public static final SharedProfiler INSTANCE = new SharedProfiler();

    /** (command, argument) to answer: for copies of us that know of each other. */
    public static final BiFunction<String, Object, Object> COPIES = INSTANCE::copies;

    /** {@link Span#start}. */
    public static final LongSupplier SPAN_START = Span::start;

    /** {@link Span#endIfProfiled}, of the span with this tag and start: a sample of the {@link HeapTracker}'s counts like its own. */
    public static final ObjLongConsumer<String> SPAN_END = (tag, start) -> {
        if (HeapTracker.sampledSince(start)) {
            Span.end(start, tag);
        } else {
            Span.endIfProfiled(start, tag);
        }
    };

    private final Map<String, Long> numbers = new HashMap<>();
    private final SharedClaim claim = new SharedClaim();
    private final SharedDeployments deployments = new SharedDeployments();
    private final HeapTracker heap = new HeapTracker();
    private AsyncProfiler profiler;

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
    public String apply(String who, String command) {
        return switch (command) {
            case CLAIM ->
                (String) claim(Claimant.now(who, SharedClaim.NO_RANK, null)).get(OWNER);
            case RELEASE -> release(who);
            default -> execute(who, command);
        };
    }

    private Object copies(String command, Object argument) {
        switch (command) {
            case CLAIM_BY_RANK -> {
                Map<?, ?> by = (Map<?, ?>) argument;
                return claim(Claimant.now((String) by.get(WHO), (Integer) by.get(RANK), (Runnable) by.get(CALL)));
            }
            case WANTED -> {
                synchronized (this) {
                    return claim.wanted();
                }
            }
            case SharedDeployments.ADD -> deployments.add(deployment(argument));
            case SharedDeployments.REMOVE -> deployments.remove(deployment(argument));
            case LEAD -> deployments.lead(leader(argument));
            case LEAVE -> deployments.leave(leader(argument));
            case SharedDeployments.FLUSH -> {
                return deployments.ask(command, argument);
            }
            case HeapTracker.START, HeapTracker.CLOCK, HeapTracker.SPENT, HeapTracker.DUMP, HeapTracker.STOP -> {
                return heap(command, (Map<?, ?>) argument);
            }
            case LoadedLibrary.LOAD -> {
                return LoadedLibrary.load((String) argument);
            }
            case ThreadClocks.READ -> {
                return ThreadClocks.read((int[]) argument);
            }
            default -> {}
        }
        return null;
    }

    private Object heap(String command, Map<?, ?> argument) {
        synchronized (this) {
            check((String) argument.get(WHO));
        }
        return heap.command(command, argument);
    }

    private void check(String who) {
        if (!claim.owned(who)) {
            throw new IllegalStateException("async-profiler is in use by " + claim.owner());
        }
    }

    @SuppressWarnings("unchecked") // all copies agree on it
    private static Map<String, Object> deployment(Object argument) {
        return (Map<String, Object>) argument;
    }

    @SuppressWarnings("unchecked") // all copies agree on it
    private static BiFunction<String, Object, Object> leader(Object argument) {
        return (BiFunction<String, Object, Object>) argument;
    }

    private Map<String, Object> claim(Claimant claimant) {
        Collection<Claimant> told;
        Map<String, Object> answer;
        synchronized (this) {
            if (claim.abandoned()) {
                stopQuietly();
                claim.forget();
            }
            told = claim.claim(claimant);
            // whose turn it is, has not come yet
            String next = claim.owner().isEmpty() ? first(told) : claim.owner();
            answer = Map.of(OWNER, next, LEADS, claim.owner().isEmpty() || claim.leads());
        }
        told.forEach(Claimant::tell);
        return answer;
    }

    private static String first(Collection<Claimant> some) {
        return List.copyOf(some).get(0).who();
    }

    private String release(String who) {
        Collection<Claimant> told;
        String owner;
        synchronized (this) {
            if (claim.owned(who)) {
                heap.stop();
            }
            told = claim.release(who);
            owner = claim.owner();
        }
        // each of them looks whether it is its turn
        told.forEach(Claimant::tell);
        return owner;
    }

    private synchronized String execute(String who, String command) {
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
        check(who);
        try {
            return profiler.execute(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopQuietly() {
        heap.stop();
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
        return claim.owner();
    }
}
