package io.blackfire.conprof.bench;

import java.util.concurrent.Callable;

import org.openjdk.jmh.annotations.CompilerControl;

import io.blackfire.conprof.Deployment;

/** The least that a request can be: one call that is not inlined. */
final class Work implements Runnable, Callable<Work> {
    /** A constant, as adapters have it. */
    static final Deployment.Task<Work, Object, Object, Work, RuntimeException> TASK = (work, b, c) -> work.call();

    private long count;

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void run() {
        count++;
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public Work call() {
        count++;
        return this;
    }
}
