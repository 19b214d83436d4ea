package io.blackfire.conprof.apps.named;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.work.Account;

/** Works in the background; its manifest gives it a name that no tag may carry. */
public final class Named implements BundleActivator {
    private static final int UNITS = 10;

    private ScheduledExecutorService executor;

    /** For the framework. */
    public Named() {}

    @Override
    public void start(BundleContext context) {
        Account account = new Account("named");
        executor = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "named"));
        executor.scheduleAtFixedRate(() -> account.work(UNITS), 0, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop(BundleContext context) {
        executor.shutdownNow();
    }
}
