package io.blackfire.conprof.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

import io.blackfire.conprof.thread.OwnThread;

/** The one thread of an {@link Uploader}. */
final class UploadThread {
    private static final Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Thread thread;

    UploadThread(Runnable work) {
        thread = OwnThread.of(work, "upload");
    }

    /** Starts it unless that was done. Where there is no room for one more thread, the next call may find some. */
    synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                LOG.log(Level.WARNING, "Cannot start a thread for uploads", e);
            }
        }
    }

    /** Waits until it has ended; returns early, with the interrupt kept, when the caller is interrupted. */
    void join(Duration timeout) {
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
