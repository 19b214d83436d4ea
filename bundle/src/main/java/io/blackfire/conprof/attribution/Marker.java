package io.blackfire.conprof.attribution;

import java.util.concurrent.Callable;

import io.blackfire.conprof.Deployment;

/**
 * Runs work below a stack frame whose class exists for one deployment only, so that the frame's class name in a sampled
 * stack says on whose behalf everything above it ran. A class, as a call of one of many is quicker than through an interface.
 */
public abstract class Marker {

    Marker() {}

    /** Runs the work below the frame. */
    public abstract void run(Runnable work);

    /** Runs the work below the frame. */
    public abstract <T> T call(Callable<T> work) throws Exception;

    /** Runs the work below the frame. */
    public abstract <A, B, C, R, X extends Throwable> R call(Deployment.Task<A, B, C, R, X> task, A a, B b, C c)
            throws X;
}
