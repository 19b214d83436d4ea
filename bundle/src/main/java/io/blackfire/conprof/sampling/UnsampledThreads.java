package io.blackfire.conprof.sampling;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Threads that use CPU time and have no samples of it. Where timers of threads run out, or file descriptors for their perf events (<a
 * href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">RLIMIT_SIGPENDING, RLIMIT_NOFILE</a>), async-profiler goes on with
 * those that it got, and says nothing. Not thread-safe.
 */
final class UnsampledThreads {
    /** A thread that should have so many samples and has none is no accident. */
    private static final int EXPECTED = 20;

    /** What each thread needs, by what drives CPU sampling; one timer of the process is for all. */
    private static final Map<String, String> NEEDS =
            Map.of("ctimer", "timer: raise ulimit -i", "perf_events", "perf event: raise ulimit -n");

    private String need;
    private Set<Integer> suspects = Set.of();
    private Set<Integer> found = Set.of();

    /**
     * Learns of a period.
     *
     * @param engine what drove CPU sampling, in async-profiler's words
     * @param sampled threads that have CPU samples in it
     * @param own which threads are the profiler's own
     */
    void learn(Recording recording, String engine, Set<Integer> sampled, IntPredicate own) {
        need = NEEDS.get(engine);
        Map<Integer, Long> used = recording.cpuNanos();
        Set<Integer> unsampled = new HashSet<>(used.keySet());
        unsampled.removeAll(sampled);
        unsampled.removeIf(own::test);
        Set<Integer> still = new HashSet<>(found);
        still.retainAll(unsampled);
        long enough = EXPECTED * recording.plan().cpuInterval().toNanos();
        unsampled.removeIf(thread -> need == null || used.get(thread) < enough);
        if (recording.events().first()) {
            // the session began while they were there, so that it had a timer for each
            unsampled.stream().filter(suspects::contains).forEach(still::add);
        }
        suspects = unsampled;
        found = still;
    }

    /** Whether a new session may find timers for threads that have none: not for those for which one did not. */
    boolean suspected() {
        return !found.containsAll(suspects);
    }

    /** All threads may be others by now. */
    void clear() {
        suspects = Set.of();
        found = Set.of();
    }

    /** What is missing and what to do about it, for users; empty when nothing. */
    String lack() {
        return found.isEmpty() || need == null
                ? ""
                : "the CPU time of some threads is not sampled, as they block signals or got no " + need;
    }
}
