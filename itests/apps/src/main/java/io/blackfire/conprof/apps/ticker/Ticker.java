package io.blackfire.conprof.apps.ticker;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.apps.work.Background;

/** Works in the background, from a pool of its own. */
public final class Ticker implements BundleActivator {
    private static final int UNITS = 20;

    private Background background;

    /** For the framework. */
    public Ticker() {}

    @Override
    public void start(BundleContext context) {
        Account account = new Account("ticker");
        background = new Background("ticker", () -> account.work(UNITS));
    }

    @Override
    public void stop(BundleContext context) {
        background.close();
    }
}
