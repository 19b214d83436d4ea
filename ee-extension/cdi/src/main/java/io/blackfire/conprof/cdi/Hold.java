package io.blackfire.conprof.cdi;

import java.util.concurrent.atomic.AtomicReference;

import io.blackfire.conprof.Deployment;

/** What one way in has of an application: as long as any has something, the application is there. Thread-safe. */
final class Hold {
    private final Deployment deployment;
    private final AtomicReference<Runnable> end;

    Hold(Deployment deployment, Runnable end) {
        this.deployment = deployment;
        this.end = new AtomicReference<>(end);
    }

    /** The application as the profiler knows it. */
    Deployment deployment() {
        return deployment;
    }

    /** It ends, as far as this way in is concerned; once. */
    void end() {
        Runnable once = end.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }
}
