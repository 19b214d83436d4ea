package io.blackfire.conprof;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.blackfire.conprof.sampling.Copies;

/**
 * What we and the other copies of us in this JVM tell each other of deployments: all tell all the time, and whoever samples
 * listens. Thread-safe.
 *
 * <p>Its own lock is taken before that of all copies, and this before the registry's, as we are told under it.
 */
final class Neighbours {
    private final DeploymentRegistry deployments;
    /** Held here, as all copies together hold nobody. */
    private final BiFunction<String, Object, Object> leader = this::hear;

    private Copies copies = Copies.NONE;
    private volatile BooleanSupplier flush;

    Neighbours(DeploymentRegistry deployments) {
        this.deployments = deployments;
    }

    /** Tells the others of all deployments of ours, from now on. */
    synchronized void join(Copies all) {
        if (copies != all) {
            leave();
            copies = all;
            deployments.announcements().forEach(all::add);
        }
    }

    /** Tells them that they are gone, and of none from now on. */
    synchronized void leave() {
        follow();
        deployments.announcements().forEach(copies::remove);
        copies = Copies.NONE;
    }

    /**
     * Hears of all deployments from now on.
     *
     * @param flushForAll what ends the period when another copy asks for it
     */
    synchronized void lead(BooleanSupplier flushForAll) {
        if (flush == null) {
            flush = flushForAll;
            copies.lead(leader);
        }
    }

    /** Hears of none but ours from now on. */
    synchronized void follow() {
        if (flush != null) {
            flush = null;
            copies.leave(leader);
            deployments.forgetOthers();
        }
    }

    /** Has whoever leads end the period; not under the lock, as it takes long. */
    boolean flush() {
        Copies all;
        synchronized (this) {
            all = copies;
        }
        return all.flush();
    }

    /** Adds a deployment of ours, here and for all. */
    synchronized void add(Map<String, Object> announcement, Runnable here) {
        here.run();
        copies.add(announcement);
    }

    /** Removes a deployment of ours, here and for all. */
    synchronized void remove(Map<String, Object> announcement, Consumer<Map<String, Object>> here) {
        here.accept(announcement);
        copies.remove(announcement);
    }

    @SuppressWarnings("unchecked") // all copies agree on it
    private Object hear(String command, Object argument) {
        switch (Copies.News.of(command)) {
            case ADDED -> deployments.told((Map<String, Object>) argument);
            case REMOVED -> deployments.remove((Map<String, Object>) argument);
            case FLUSH -> {
                BooleanSupplier ours = flush;
                return ours != null && ours.getAsBoolean();
            }
            case UNKNOWN -> {}
        }
        return null;
    }
}
