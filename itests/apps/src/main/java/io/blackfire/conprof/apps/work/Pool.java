package io.blackfire.conprof.apps.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works in a thread of its own, in which no class of an application is ever seen: this library's alone. */
public final class Pool implements AutoCloseable {
    private final Account account;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    /** The thread starts with the first work, and works on this account. */
    public Pool(Account account) {
        this.account = account;
    }

    /** Has so many units worked. */
    public Future<Long> work(int units) {
        Account own = account;
        return executor.submit(() -> own.work(units));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
