package io.blackfire.conprof;

/**
 * Some classes, by name.
 *
 * <p>Asked once for each class name while a period is processed, from the profiler's own thread; answers are cached. An
 * exception counts as "not here".
 */
@FunctionalInterface
public interface ClassSet {

    /**
     * Whether the class is one of these.
     *
     * @param className binary name, {@code com.acme.Order$Line}
     */
    boolean contains(String className);

    /** What is kept on the heap to answer, in bytes, estimated: a part of the profiler's own cost. */
    default long heapBytes() {
        return 0;
    }
}
