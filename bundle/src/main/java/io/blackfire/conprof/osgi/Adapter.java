package io.blackfire.conprof.osgi;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.admin.Doctor;
import io.blackfire.conprof.admin.ProfilerManagement;
import io.blackfire.conprof.osgi.health.HealthGlue;
import io.blackfire.conprof.osgi.karaf.KarafGlue;
import io.blackfire.conprof.osgi.web.WebGlue;
import io.blackfire.conprof.osgi.webconsole.ConsoleGlue;

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
        open.push(profiler::close);
        var service = context.registerService(Profiler.class, profiler.asService(), null);
        open.push(service::unregister);
        var doctor = context.registerService(Doctor.class, new Doctor(profiler, dataArea()), null);
        open.push(doctor::unregister);
        ApplicationTracker applications = new ApplicationTracker(context, profiler.deployments());
        open.push(applications::close);
        // first, so that bundles are not taken for applications before it is known which features they belong to
        optional(() -> KarafGlue.open(context, applications));
        applications.open();
        optional(() -> WebGlue.open(context, applications));
        optional(() -> ProfilerManagement.register(profiler));
        optional(() -> HealthGlue.open(context, applications::run, profiler));
        optional(() -> ConsoleGlue.open(context, applications::run, profiler));
        open.push(SettingsGlue.open(context, profiler));
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

    /** Opens what can be opened; its packages may be missing here. */
    private void optional(Supplier<Runnable> part) {
        try {
            Runnable close = part.get();
            if (close != null) {
                open.push(close);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "Not in this framework", e);
        }
    }

    /** In Karaf not the bundle's: an upgrade may uninstall that, and what waits for the Agent is to outlive it. */
    private Path dataArea() {
        String karaf = context.getProperty("karaf.data");
        if (karaf != null) {
            return Path.of(karaf, "blackfire-conprof");
        }
        File area = context.getDataFile("");
        return area == null ? null : area.toPath();
    }
}
