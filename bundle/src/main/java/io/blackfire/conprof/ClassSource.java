package io.blackfire.conprof;

import java.util.Set;

/**
 * The classes that a deployment brings itself: its archive, module or bundle, never those of its parents.
 *
 * <p>Asked once for each package and class name while a period is processed, from the profiler's own thread; answers
 * are cached. An exception counts as "not mine".
 */
public interface ClassSource {

    /** The packages that have classes here, with dots: {@code com.acme.orders}. */
    Set<String> packages();

    /**
     * Whether the class is one of this source.
     *
     * @param className binary name, {@code com.acme.Order$Line}
     */
    boolean contains(String className);

    /**
     * Whether these are libraries of the deployment: they decide only where no other class does. So a library that calls
     * back is not taken for the module that works.
     */
    default boolean libraries() {
        return false;
    }
}
