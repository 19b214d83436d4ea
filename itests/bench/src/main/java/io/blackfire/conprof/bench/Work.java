package io.blackfire.conprof.bench;

import java.util.concurrent.Callable;

import org.openjdk.jmh.annotations.CompilerControl;

import io.blackfire.conprof.Deployment;

/** The least that a request can be: one call that is not inlined. */
final class Work implements Runnable, Callable<Work> {
    /** A constant, as adapters have it. */
    static final Deployment.Body<Work, Object, Object, RuntimeException> BODY = (work, b, c) -> work.run();

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
