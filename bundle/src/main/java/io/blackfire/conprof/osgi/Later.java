package io.blackfire.conprof.osgi;

import java.time.Duration;

/** A thread of ours. */
public interface Later {
    /** Runs the work, after what was asked for before and not before the time is over. */
    void run(Runnable work, Duration delay);
}
