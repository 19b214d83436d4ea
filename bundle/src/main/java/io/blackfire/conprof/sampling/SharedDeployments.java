package io.blackfire.conprof.sampling;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The deployments that all copies of us in this JVM have told of, so that the one that samples knows all of them, and the next
 * one as well. Everything is held weakly: a copy that was thrown away is gone from here too. Thread-safe.
 *
 * <p>The leader is told under our lock, so that it hears of everything once and in order; it must not come back to us meanwhile.
 */
final class SharedDeployments {
    /** A deployment is there. */
    static final String ADD = "add";
    /** A deployment is gone. */
    static final String REMOVE = "remove";
    /** A copy asks whoever leads to end the period. */
    static final String FLUSH = "flush";

    private final List<Reference<Map<String, Object>>> all = new ArrayList<>();
    private Reference<BiFunction<String, Object, Object>> leader = new WeakReference<>(null);

    synchronized void add(Map<String, Object> deployment) {
        all.removeIf(known -> known.get() == null || known.get() == deployment);
        all.add(new WeakReference<>(deployment));
        tell(ADD, deployment);
    }

    synchronized void remove(Map<String, Object> deployment) {
        if (all.removeIf(known -> known.get() == deployment)) {
            tell(REMOVE, deployment);
        }
    }

    /** Tells of all deployments there are and will be, instead of whoever was told until now. */
    synchronized void lead(BiFunction<String, Object, Object> next) {
        leader = new WeakReference<>(next);
        for (Reference<Map<String, Object>> known : all) {
            Map<String, Object> deployment = known.get();
            if (deployment != null) {
                tell(ADD, deployment);
            }
        }
    }

    /** No more, unless it is another's turn already. */
    synchronized void leave(BiFunction<String, Object, Object> before) {
        if (leader.get() == before) {
            leader.clear();
        }
    }

    /** What the leader answers; null when there is none, or it fails. Not under our lock, as it takes long. */
    Object ask(String command, Object argument) {
        BiFunction<String, Object, Object> asked;
        synchronized (this) {
            asked = leader.get();
        }
        return ask(asked, command, argument);
    }

    private void tell(String command, Map<String, Object> deployment) {
        ask(leader.get(), command, deployment);
    }

    private static Object ask(BiFunction<String, Object, Object> leader, String command, Object argument) {
        if (leader == null) {
            return null;
        }
        try {
            return leader.apply(command, argument);
        } catch (RuntimeException | LinkageError e) {
            // of another version than who calls us, which has nothing to do with it
            System.getLogger("io.blackfire.conprof")
                    .log(System.Logger.Level.DEBUG, "The profiler that samples for all fails", e);
            return null;
        }
    }
}
