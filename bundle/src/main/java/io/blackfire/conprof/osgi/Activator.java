package io.blackfire.conprof.osgi;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts the profiler with the bundle and stops it with the bundle. Never throws into the framework. */
public final class Activator implements BundleActivator {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private Adapter adapter;

    /** For the framework. */
    public Activator() {}

    @Override
    public void start(BundleContext context) {
        try {
            adapter = new Adapter(context);
            adapter.open();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "The profiler cannot start", e);
            stop(context);
        }
    }

    @Override
    public void stop(BundleContext context) {
        if (adapter != null) {
            adapter.close();
            adapter = null;
        }
    }
}
