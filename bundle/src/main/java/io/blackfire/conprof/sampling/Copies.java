package io.blackfire.conprof.sampling;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/**
 * All copies of us in this JVM, of any class loader and version: what one of them tells the others, in types of the JDK.
 * Deployments are maps; whoever tells of one keeps it as long as it is there, as nobody else does. For any thread.
 */
public final class Copies {
    /** The first one of this JVM was of a version that knew of no others, or none has been found yet. */
    public static final Copies NONE = new Copies((command, argument) -> null);

    private final BiFunction<String, Object, Object> shared;

    /** @param shared (command, argument) to answer; null to what it does not know */
    Copies(BiFunction<String, Object, Object> shared) {
        this.shared = shared;
    }

    @SuppressWarnings("unchecked")
    static Copies of(BinaryOperator<String> shared) {
        try {
            return new Copies((BiFunction<String, Object, Object>)
                    shared.getClass().getField("COPIES").get(null));
        } catch (ReflectiveOperationException e) {
            return NONE;
        }
    }

    /** A deployment of ours is there. */
    public void add(Map<String, Object> deployment) {
        shared.apply(SharedDeployments.ADD, deployment);
    }

    /** A deployment of ours is there no longer. */
    public void remove(Map<String, Object> deployment) {
        shared.apply(SharedDeployments.REMOVE, deployment);
    }

    /** Who samples: told of all deployments from now on, in this thread and any other. Held weakly. */
    public void lead(BiFunction<String, Object, Object> leader) {
        shared.apply(SharedProfiler.LEAD, leader);
    }

    /** Told no more. */
    public void leave(BiFunction<String, Object, Object> leader) {
        shared.apply(SharedProfiler.LEAVE, leader);
    }

    /** Asks whoever leads to end the period; whether the Agent took everything. */
    public boolean flush() {
        return Boolean.TRUE.equals(shared.apply(SharedDeployments.FLUSH, null));
    }

    /** Whether a copy of a higher rank than the owner of the claim waits for it. */
    boolean wanted() {
        return Boolean.TRUE.equals(shared.apply(SharedProfiler.WANTED, null));
    }

    /**
     * Claims the one async-profiler, or waits for it from now on.
     *
     * @param call see {@link SharedProfiler#CALL}
     * @return who has it now, or whose turn it is; null where claims have no ranks
     */
    Holder claim(String who, int rank, Runnable call) {
        Map<?, ?> answer = (Map<?, ?>) shared.apply(
                SharedProfiler.CLAIM_BY_RANK,
                Map.of(SharedProfiler.WHO, who, SharedProfiler.RANK, rank, SharedProfiler.CALL, call));
        return answer == null
                ? null
                : new Holder((String) answer.get(SharedProfiler.OWNER), (Boolean) answer.get(SharedProfiler.LEADS));
    }

    /** Has our {@link LoadedLibrary} do a command, its own or one of {@link HeapTracker} or {@link ThreadClocks}; null where there is none. */
    Object natively(String command, Object argument) {
        return shared.apply(command, argument);
    }

    /**
     * Who has the claim.
     *
     * @param who its name
     * @param leads whether it profiles the deployments of all copies
     */
    record Holder(String who, boolean leads) {}

    /** What a copy that leads is told. */
    public enum News {
        /** A deployment is there; it may have been told before. */
        ADDED,
        /** A deployment is there no longer. */
        REMOVED,
        /** Somebody asks to end the period. */
        FLUSH,
        /** Something that a later version tells. */
        UNKNOWN;

        /** Which one a command stands for. */
        public static News of(String command) {
            return switch (command) {
                case SharedDeployments.ADD -> ADDED;
                case SharedDeployments.REMOVE -> REMOVED;
                case SharedDeployments.FLUSH -> FLUSH;
                default -> UNKNOWN;
            };
        }
    }
}
