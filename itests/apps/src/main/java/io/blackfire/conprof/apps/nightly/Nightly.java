package io.blackfire.conprof.apps.nightly;

import java.util.Hashtable;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.work.Account;

/** A job for Karaf's scheduler, once a second. */
public final class Nightly implements BundleActivator {
    private static final int UNITS = 80;

    /** For the framework. */
    public Nightly() {}

    @Override
    public void start(BundleContext context) {
        Account account = new Account("nightly");
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("scheduler.name", "nightly");
        properties.put("scheduler.expression", "* * * * * ?");
        properties.put("scheduler.concurrent", false);
        context.registerService(Runnable.class, () -> account.work(UNITS), properties);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the job
    }
}
