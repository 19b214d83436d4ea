package io.blackfire.conprof.payara;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.osgi.framework.Bundle;

import io.blackfire.conprof.ClassSet;

/**
 * Whether a class is there in the server beside the deployments: in one of its bundles, or on the JVM's class path. A library
 * that an archive packs and the server has as well says nothing about whose work it does.
 *
 * <p>Asked by the profiler's thread for each new class of a stack, so nothing is listed and nothing resolved. Not thread-safe.
 */
final class ServerClasses implements ClassSet {
    // a path of some 40 characters, a map's node and a short list
    private static final long PACKAGE_BYTES = 200;

    private final List<Bundle> bundles;
    private final Map<String, List<Bundle>> byPackage = new HashMap<>();

    /** @param bundles those of the server; it does not change them while it runs */
    ServerClasses(Bundle... bundles) {
        this.bundles = List.copyOf(Arrays.asList(bundles));
    }

    @Override
    public boolean contains(String className) {
        String path = className.replace('.', '/');
        String resource = path + ".class";
        int slash = path.lastIndexOf('/');
        return ClassLoader.getSystemResource(resource) != null
                || byPackage.computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), this::bundlesWith).stream()
                        .anyMatch(bundle -> bundle.getEntry(resource) != null);
    }

    @Override
    public long heapBytes() {
        return byPackage.size() * PACKAGE_BYTES;
    }

    private List<Bundle> bundlesWith(String packagePath) {
        return bundles.stream()
                .filter(bundle -> bundle.getEntryPaths(packagePath) != null)
                .toList();
    }
}
