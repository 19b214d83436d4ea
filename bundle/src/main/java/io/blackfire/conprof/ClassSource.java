package io.blackfire.conprof;

import java.util.Set;

/**
 * The classes that a deployment brings itself: its archive, module or bundle, never those of its parents.
 */
public interface ClassSource extends ClassSet {

    /** The packages that have classes here, with dots: {@code com.acme.orders}. */
    Set<String> packages();

    /**
     * Whether these are libraries of the deployment: they decide only where no other class does. So a library that calls
     * back is not taken for the module that works.
     */
    default boolean libraries() {
        return false;
    }
}
