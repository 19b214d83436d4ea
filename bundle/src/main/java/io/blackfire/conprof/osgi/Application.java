package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Map;

import org.osgi.framework.wiring.BundleWiring;

/**
 * An application found among the bundles. Equal to another when nothing about it changed.
 *
 * @param name its name
 * @param labels labels of its profile
 * @param wirings its bundles, as they are wired now
 * @param loaders context class loaders that its threads may have: its bundles' own and those of its web contexts
 */
record Application(String name, Map<String, String> labels, List<BundleWiring> wirings, List<ClassLoader> loaders) {

    // not a record's own equals: JDK 17 keeps the class that used one last, and with it our class loader
    @Override
    public boolean equals(Object other) {
        return other instanceof Application that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(name, labels, wirings, loaders);
    }
}
