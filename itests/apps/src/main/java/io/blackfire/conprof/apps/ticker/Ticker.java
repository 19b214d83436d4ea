package io.blackfire.conprof.apps.ticker;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.work.Account;

/** Works in the background, from a pool of its own. */
public final class Ticker implements BundleActivator {
    private static final int UNITS = 20;

    private ScheduledExecutorService executor;

    /** For the framework. */
    public Ticker() {}

    @Override
    public void start(BundleContext context) {
        Account account = new Account("ticker");
        executor = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "ticker"));
        executor.scheduleAtFixedRate(() -> account.work(UNITS), 0, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop(BundleContext context) {
        executor.shutdownNow();
    }
}
