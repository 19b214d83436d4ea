package io.blackfire.conprof.sampling;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/**
 * A copy of us that samples, or wants to. Nothing of it is kept from being collected.
 *
 * @param who its name, unique in this JVM
 * @param rank the higher one goes first; {@link SharedClaim#NO_RANK} of a copy that knows nothing of others
 * @param thread the one that made the claim, which ends with it
 * @param call what it does when it had better look at the claim again; null when it looks by itself
 */
record Claimant(String who, int rank, Reference<Thread> thread, Reference<Runnable> call) {

    /** The current thread's. */
    static Claimant now(String who, int rank, Runnable call) {
        return new Claimant(who, rank, new WeakReference<>(Thread.currentThread()), new WeakReference<>(call));
    }

    /** Whether somebody is still there to sample. */
    boolean alive() {
        Thread made = thread.get();
        return made != null && made.isAlive();
    }

    void tell() {
        Runnable look = call.get();
        if (look != null) {
            look.run();
        }
    }
}
