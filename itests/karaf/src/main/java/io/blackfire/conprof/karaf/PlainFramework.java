package io.blackfire.conprof.karaf;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Runs bundles in a framework that has nothing else: no ConfigAdmin, no features, no web container. */
public final class PlainFramework {
    private PlainFramework() {}

    /** The first argument is the framework's own folder, all others are bundles to install and start. */
    public static void main(String[] arguments) throws Exception {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Framework framework = factory.newFramework(Map.of(Constants.FRAMEWORK_STORAGE, arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework)));
        framework.start();
        for (int i = 1; i < arguments.length; i++) {
            Bundle bundle = framework
                    .getBundleContext()
                    .installBundle(Path.of(arguments[i]).toUri().toString());
            bundle.start();
        }
        framework.waitForStop(0);
    }

    private static void stop(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(30_000);
        } catch (Exception e) {
            System.err.println(e);
        }
    }
}
