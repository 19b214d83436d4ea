package io.blackfire.conprof.attribution;

import java.util.HashSet;
import java.util.Set;

/** The packages of the JDK that we run on. */
final class JdkPackages {
    private static final Set<String> ALL = all();

    private JdkPackages() {}

    static boolean contains(String packageName) {
        // proxies and generated accessors live in packages that no module declares
        return ALL.contains(packageName) || packageName.startsWith("java.") || packageName.startsWith("jdk.");
    }

    private static Set<String> all() {
        Set<String> packages = new HashSet<>();
        for (Module module : ModuleLayer.boot().modules()) {
            if (module.getName().startsWith("java.") || module.getName().startsWith("jdk.")) {
                packages.addAll(module.getPackages());
            }
        }
        return Set.copyOf(packages);
    }
}
