package io.blackfire.conprof.apps.audit;

import java.util.function.LongUnaryOperator;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.apps.work.Background;

/** Has its work done by a service of another application, whenever there is one. */
public final class Audit implements BundleActivator {
    private static final int UNITS = 8;

    private ServiceTracker<LongUnaryOperator, LongUnaryOperator> reports;
    private Background background;

    /** For the framework. */
    public Audit() {}

    @Override
    public void start(BundleContext context) {
        reports = new ServiceTracker<>(context, LongUnaryOperator.class, null);
        reports.open();
        background = new Background("audit", this::call);
    }

    private void call() {
        LongUnaryOperator service = reports.getService();
        if (service != null) {
            service.applyAsLong(UNITS);
        }
    }

    @Override
    public void stop(BundleContext context) {
        background.close();
        reports.close();
    }
}
