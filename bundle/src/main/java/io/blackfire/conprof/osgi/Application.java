package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Map;

import org.osgi.framework.wiring.BundleWiring;

/**
 * An application found among the bundles.
 *
 * @param name its name
 * @param labels labels of all its samples
 * @param modules its bundles
 */
record Application(String name, Map<String, String> labels, List<Module> modules) {

    /**
     * One of its bundles, as it is wired now.
     *
     * @param labels further labels
     * @param library whether it begins nothing itself
     * @param loaders context class loaders that threads may have: the bundle's own and that of its web context
     */
    record Module(BundleWiring wiring, Map<String, String> labels, boolean library, List<ClassLoader> loaders) {}

    /** All that it consists of: equal to another's when nothing has changed. */
    List<Object> parts() {
        // not the records' own equals: JDK 17 keeps the class that used one last, and with it our class loader
        return List.of(name, labels, modules.stream().map(Application::parts).toList());
    }

    private static List<Object> parts(Module module) {
        return List.of(module.wiring, module.labels, module.library, module.loaders);
    }
}
