package io.blackfire.conprof.attribution;

import java.util.Map;

/**
 * The second stage: decides for every sample of one period which deployment owns it. A null owner is the server.
 * Not thread-safe.
 */
public final class Attribution {
    private final ClassOwnership classes;
    private final Map<Long, Owner> contextLoaders;
    private final ThreadEvidence threads;

    /**
     * @param classes who owns which class
     * @param contextLoaders whose context class loader each Java thread had during the period
     * @param threads whose own each thread is
     */
    public Attribution(ClassOwnership classes, Map<Long, Owner> contextLoaders, ThreadEvidence threads) {
        this.classes = classes;
        this.contextLoaders = contextLoaders;
        this.threads = threads;
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
            case SERVER, CUT -> null;
            case SHARED, BROKEN -> contextLoaders.get(threadId);
            case NEUTRAL -> {
                Owner owner = contextLoaders.get(threadId);
                yield owner != null ? owner : threads.ownerOf(threadId);
            }
        };
    }
}
