package io.blackfire.conprof.agent;

import java.util.concurrent.locks.Condition;

/** How the upload thread waits; tests put in their own to see how long it means to. */
interface Pause {
    /** Waits until signalled, and no longer than this; {@link Long#MAX_VALUE} for as long as it takes. */
    void await(Condition signal, long nanos) throws InterruptedException;
}
