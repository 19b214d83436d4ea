package io.blackfire.conprof.osgi;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Which bundles of a feature are the application: those that begin something, and libraries that nobody else can call. */
final class Modules {
    private Modules() {}

    /**
     * @param members bundles of the feature
     * @param server bundles of the server, which may call what they like
     * @return none when no member begins anything
     */
    static Set<Bundle> of(Set<Bundle> members, Set<Bundle> server) {
        Set<Bundle> beginning = new HashSet<>();
        members.stream().filter(EntryPoints::in).forEach(beginning::add);
        if (beginning.isEmpty()) {
            return Set.of();
        }
        Set<Bundle> modules = new LinkedHashSet<>(members);
        boolean less = true;
        while (less) {
            // once a library turns out to be used by others, what it uses itself is, too
            less = modules.removeIf(bundle -> !beginning.contains(bundle) && usedBeyond(modules, server, bundle));
        }
        return modules;
    }

    private static boolean usedBeyond(Set<Bundle> modules, Set<Bundle> server, Bundle library) {
        BundleWiring wiring = library.adapt(BundleWiring.class);
        if (wiring == null) {
            return true; // gone while we looked
        }
        return Stream.of(PackageNamespace.PACKAGE_NAMESPACE, BundleNamespace.BUNDLE_NAMESPACE)
                .map(wiring::getProvidedWires)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(wire -> !dynamic(wire))
                .map(BundleWire::getRequirerWiring)
                .filter(Objects::nonNull)
                .map(BundleWiring::getBundle)
                .anyMatch(user -> !modules.contains(user) && !server.contains(user));
    }

    /** Frameworks that import whatever they happen to load. */
    private static boolean dynamic(BundleWire wire) {
        return "dynamic".equals(wire.getRequirement().getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
    }
}
