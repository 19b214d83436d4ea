package io.blackfire.conprof.osgi;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

import org.osgi.framework.BundleContext;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.osgi.karaf.KarafGlue;
import io.blackfire.conprof.osgi.web.WebGlue;

/** One life of the bundle: all that is opened with it, closed again in reverse order. */
final class Adapter {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final BundleContext context;
    private final Deque<Runnable> open = new ArrayDeque<>();

    Adapter(BundleContext context) {
        this.context = context;
    }

    void open() {
        Profiler profiler = Profiler.builder()
                .config(ProfilerConfig.ofEnvironment())
                .server(ServerIdentity.kind(context), ServerIdentity.name(context))
                .directory(dataArea())
                .build();
        open.push(profiler::stop);
        var service = context.registerService(Profiler.class, profiler, null);
        open.push(service::unregister);
        ApplicationTracker applications = new ApplicationTracker(context, profiler.deployments());
        open.push(applications::close);
        applications.open();
        optional(() -> KarafGlue.open(context, applications));
        optional(() -> WebGlue.open(context, applications));
        startWithSettings(profiler);
    }

    void close() {
        while (!open.isEmpty()) {
            Runnable step = open.pop();
            try {
                step.run();
            } catch (RuntimeException | LinkageError e) {
                // unregistered already, because the framework itself goes down: the rest must be closed all the same
                LOG.log(System.Logger.Level.DEBUG, "While stopping", e);
            }
        }
    }

    /** ConfigAdmin calls soon with the settings or with none, and only then is it known whether to start, and how. */
    private void startWithSettings(Profiler profiler) {
        boolean configured = optional(() -> ManagedSettings.open(context, profiler));
        if (!configured) {
            profiler.start();
        }
    }

    /** Whether the part could be opened; its packages may be missing here. */
    private boolean optional(Part part) {
        try {
            Runnable close = part.open();
            if (close != null) {
                open.push(close);
            }
            return close != null;
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "Not in this framework", e);
            return false;
        }
    }

    private Path dataArea() {
        File area = context.getDataFile("");
        return area == null ? null : area.toPath();
    }

    private interface Part {
        /** Opens the part; returns what closes it, or null when it has nothing to do here. */
        Runnable open();
    }
}
