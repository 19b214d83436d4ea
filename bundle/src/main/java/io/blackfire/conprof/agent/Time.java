package io.blackfire.conprof.agent;

import java.util.concurrent.locks.Condition;

/** Time as the upload thread has it; tests put in their own. */
interface Time {
    /** Goes on whatever becomes of the clock; only differences mean anything. */
    default long nanos() {
        return System.nanoTime();
    }

    /** Waits until signalled, and no longer than this; {@link Long#MAX_VALUE} for as long as it takes. */
    void await(Condition signal, long nanos) throws InterruptedException;
}
