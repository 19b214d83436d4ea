package io.blackfire.conprof.attribution;

import java.util.concurrent.Callable;

import io.blackfire.conprof.Deployment;

/** The bytes from which {@link Markers} defines one hidden class per deployment; never used under its own name. */
final class MarkerFrame extends Marker {

    @Override
    public void run(Runnable work) {
        work.run();
    }

    @Override
    public <T> T call(Callable<T> work) throws Exception {
        return work.call();
    }

    @Override
    public <A, B, C, R, X extends Throwable> R call(Deployment.Task<A, B, C, R, X> task, A a, B b, C c) throws X {
        return task.call(a, b, c);
    }
}
