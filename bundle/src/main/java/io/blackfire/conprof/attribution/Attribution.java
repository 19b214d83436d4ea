package io.blackfire.conprof.attribution;

import java.util.List;
import java.util.Map;

/**
 * The second stage: decides for every sample of one period which deployment owns it. A null owner is the server.
 * Not thread-safe.
 */
public final class Attribution {
    private final ClassOwnership classes;
    private final Map<Long, Owner> contextLoaders;
    private final ThreadEvidence threads;
    private final PeriodSpans spans;

    /** Attribution without spans. */
    public Attribution(ClassOwnership classes, Map<Long, Owner> contextLoaders, ThreadEvidence threads) {
        this(classes, contextLoaders, threads, PeriodSpans.NONE);
    }

    /**
     * @param classes who owns which class
     * @param contextLoaders whose context class loader each Java thread had during the period
     * @param threads whose own each thread is
     * @param spans when threads worked for whom, as far as the recording does not say it
     */
    public Attribution(
            ClassOwnership classes, Map<Long, Owner> contextLoaders, ThreadEvidence threads, PeriodSpans spans) {
        this.classes = classes;
        this.contextLoaders = contextLoaders;
        this.threads = threads;
        this.spans = spans;
    }

    /** Whether the recording may have spans. */
    public boolean spans() {
        return !spans.threads().isEmpty();
    }

    /** Whether it may have spans of this Java thread. */
    public boolean spans(long threadId) {
        return spans.threads().contains(threadId);
    }

    /** Whose span this is; null for those of others. */
    public Owner ofSpan(String tag) {
        return classes.ofSpan(tag);
    }

    /** The spans of a thread that had not ended with the recording, the innermost first. */
    public List<Spans.Span> spansUnderWay(long threadId) {
        return spans.byThread().getOrDefault(threadId, List.of());
    }

    /** What a frame of this class says. */
    public Claim claim(String recordedClassName) {
        return classes.claim(recordedClassName);
    }

    /** Takes note of one stack of a thread; all stacks of the period come here before {@link #owner} is asked. */
    public void note(long threadId, Verdict verdict) {
        if (threadId != 0) {
            threads.note(threadId, verdict);
        }
    }

    /** The owner of the samples of one stack in one thread; null for the server. */
    public Owner owner(long threadId, Verdict verdict) {
        return switch (verdict.rule()) {
            case MARKER, CLASS -> verdict.owner();
            case CALLEE -> {
                Owner owner = threads.ownerOf(threadId);
                yield owner != null ? owner : verdict.owner();
            }
            case SERVER, CUT -> null;
            case SHARED, BROKEN -> {
                Owner owner = candidate(verdict, contextLoaders.get(threadId));
                yield owner != null ? owner : candidate(verdict, threads.ownerOf(threadId));
            }
            case NEUTRAL, LOST -> {
                Owner owner = contextLoaders.get(threadId);
                yield owner != null ? owner : threads.ownerOf(threadId);
            }
        };
    }

    private static Owner candidate(Verdict verdict, Owner owner) {
        return owner != null && verdict.mayBe(owner) ? owner : null;
    }
}
