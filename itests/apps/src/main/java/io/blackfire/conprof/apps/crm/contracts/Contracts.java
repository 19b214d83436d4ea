package io.blackfire.conprof.apps.crm.contracts;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.crm.rules.Rules;
import io.blackfire.conprof.apps.work.Background;

/** A service of the application with several bundles: works in the background, by the rules of its library. */
public final class Contracts implements BundleActivator {
    private static final int UNITS = 5;

    private Background background;

    /** For the framework. */
    public Contracts() {}

    @Override
    public void start(BundleContext context) {
        Rules rules = new Rules("contracts");
        background = new Background("contracts", () -> rules.check(UNITS));
    }

    @Override
    public void stop(BundleContext context) {
        background.close();
    }
}
