package io.blackfire.conprof.apps.named;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.apps.work.Background;

/** Works in the background; its manifest gives it a name that no tag may carry. */
public final class Named implements BundleActivator {
    private static final int UNITS = 10;

    private Background background;

    /** For the framework. */
    public Named() {}

    @Override
    public void start(BundleContext context) {
        Account account = new Account("named");
        background = new Background("named", () -> account.work(UNITS));
    }

    @Override
    public void stop(BundleContext context) {
        background.close();
    }
}
