package io.blackfire.conprof;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;

import io.blackfire.conprof.attribution.Marker;
import io.blackfire.conprof.attribution.Markers;
import io.blackfire.conprof.attribution.Spans;

/**
 * An application that the server runs, and the way to run code on its behalf.
 *
 * <p>Whatever runs inside {@link #run(Runnable)} and its likes counts as this deployment, down to the innermost such
 * call, on this thread and until it returns. It costs a few nanoseconds, allocates nothing, and throws nothing of its
 * own. Safe from any thread.
 */
public final class Deployment {

    /**
     * Work that gets all it needs as arguments, so that one constant lambda serves every call and nothing is allocated.
     *
     * @param <A> first argument
     * @param <B> second argument
     * @param <C> third argument
     * @param <R> result
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Task<A, B, C, R, X extends Throwable> {
        /** Does the work. */
        R call(A a, B b, C c) throws X;
    }

    private final String name;
    private final ConcurrentMap<String, String> labels;
    private final Marker marker;
    private final String tag;
    private final Spans spans;
    private final Runnable removal;

    /** @param labels changed by {@link #label} alone */
    Deployment(String name, ConcurrentMap<String, String> labels, Marker marker, Spans spans, Runnable removal) {
        this.name = name;
        this.labels = labels;
        this.marker = marker;
        this.tag = Markers.tag(marker);
        this.spans = spans;
        this.removal = removal;
    }

    /** The application's name as it was added. */
    public String name() {
        return name;
    }

    /** The labels, those of {@link #label} included. */
    public Map<String, String> labels() {
        return Map.copyOf(labels);
    }

    /** Adds or changes a label that the server tells of late; the current period has it as a whole. */
    public void label(String key, String value) {
        labels.put(key, value);
    }

    /** Runs the work as this deployment. */
    public void run(Runnable work) {
        marker.run(work);
    }

    /** Runs the work as this deployment and returns its result. */
    public <T> T call(Callable<T> work) throws Exception {
        return marker.call(work);
    }

    /** Runs the work as this deployment and returns its result, without allocation when {@code task} is a constant. */
    public <A, B, C, R, X extends Throwable> R call(Task<A, B, C, R, X> task, A a, B b, C c) throws X {
        return marker.call(task, a, b, c);
    }

    /**
     * The current thread works for this deployment from now on, until it calls {@link #leave}; pairs may nest. For servers
     * that tell of the beginning and the end of work only: it decides less than {@link #run(Runnable)} does, namely whose
     * work is done by classes that several deployments have or none, and costs more, some 100 ns a pair.
     */
    public void enter() {
        spans.enter(tag);
    }

    /** The end of the last {@link #enter} of the current thread; ignored when that was of another deployment. */
    public void leave() {
        spans.leave(tag);
    }

    /**
     * Removes the deployment. The profile of the current period still has its samples; after that nothing of it is
     * reachable from the profiler. Does nothing the second time.
     */
    public void remove() {
        removal.run();
    }

    @Override
    public String toString() {
        return "deployment " + name;
    }
}
