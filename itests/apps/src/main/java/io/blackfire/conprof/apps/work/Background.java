package io.blackfire.conprof.apps.work;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs an application's work again and again, in a thread of this library's making. */
public final class Background implements AutoCloseable {
    private final ScheduledExecutorService executor;

    /** Starts it, in a thread of this name. */
    public Background(String name, Runnable work) {
        executor = Executors.newSingleThreadScheduledExecutor(run -> new Thread(run, name));
        executor.scheduleAtFixedRate(new Round(work), 0, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** A frame of the library below each of the application's. */
    private static final class Round implements Runnable {
        private final Runnable work;

        Round(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }
}
