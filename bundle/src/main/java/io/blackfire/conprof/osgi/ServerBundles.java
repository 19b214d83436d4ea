package io.blackfire.conprof.osgi;

import java.util.List;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** Tells the bundles that make up the server from those that it runs. */
final class ServerBundles {
    private static final String EXAMPLES = "org.apache.karaf.examples.";
    private static final List<String> INFRASTRUCTURE = List.of(
            "org.apache.felix.",
            "org.apache.aries.",
            "org.apache.karaf.",
            "org.apache.sshd",
            "org.eclipse.equinox.",
            "org.eclipse.jetty.",
            "org.eclipse.osgi",
            "org.jline",
            "org.ops4j.",
            "org.osgi.");
    /** They have activators, and threads in which applications work. */
    private static final List<String> LIBRARIES = List.of("org.apache.camel.", "org.apache.cxf.", "org.hibernate.");

    private final Bundle own;
    private final int systemLevel;

    ServerBundles(BundleContext context) {
        this.own = context.getBundle();
        this.systemLevel = level(context.getProperty("karaf.systemBundlesStartLevel"));
    }

    /** Whether the bundle is the server's, whoever installed it. */
    boolean infrastructure(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return bundle.getBundleId() == 0
                || bundle.equals(own)
                || name != null
                        && !name.startsWith(EXAMPLES)
                        && INFRASTRUCTURE.stream().anyMatch(name::startsWith);
    }

    /** Whether the bundle, when no feature says anything about it, is the server's. */
    boolean contains(Bundle bundle) {
        return infrastructure(bundle) || startLevel(bundle) <= systemLevel;
    }

    /** Whether the bundle is for applications to use, whatever it starts. */
    static boolean library(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name != null && LIBRARIES.stream().anyMatch(name::startsWith);
    }

    /** A fragment's classes are its host's. */
    static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** @throws IllegalStateException if the bundle is uninstalled */
    private static int startLevel(Bundle bundle) {
        try {
            return bundle.adapt(BundleStartLevel.class).getStartLevel();
        } catch (IllegalArgumentException e) {
            // Felix 7.0.5, where the specification has the other
            throw new IllegalStateException(e);
        }
    }

    private static int level(String property) {
        try {
            return property == null ? 0 : Integer.parseInt(property.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
