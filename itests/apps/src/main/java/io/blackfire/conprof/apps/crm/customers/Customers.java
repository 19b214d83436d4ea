package io.blackfire.conprof.apps.crm.customers;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.crm.rules.Rules;
import io.blackfire.conprof.apps.work.Background;

/** A service of the application with several bundles: works in the background, by the rules of its library. */
public final class Customers implements BundleActivator {
    private static final int UNITS = 8;

    private Background background;

    /** For the framework. */
    public Customers() {}

    @Override
    public void start(BundleContext context) {
        Rules rules = new Rules("customers");
        background = new Background("customers", () -> rules.check(UNITS));
    }

    @Override
    public void stop(BundleContext context) {
        background.close();
    }
}
