package io.blackfire.conprof.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

import io.blackfire.conprof.admin.ListedClasses;

/** The classes that a bundle brings itself. */
final class BundleClasses {
    private BundleClasses() {}

    static ListedClasses of(BundleWiring wiring, boolean library) {
        return ListedClasses.of(names(wiring), library);
    }

    /** The names of the classes. */
    static List<String> names(BundleWiring wiring) {
        List<String> names = new ArrayList<>();
        Collection<String> resources = wiring.listResources(
                "/", "*.class", BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
        if (resources == null) {
            return names; // uninstalled meanwhile
        }
        Set<String> imported = imported(wiring);
        for (String resource : resources) {
            String name =
                    resource.substring(0, resource.length() - ".class".length()).replace('/', '.');
            String packageName = packageOf(name);
            // a copy that lies inside, of a package that is imported, is never loaded
            if (!imported.contains(packageName) && !packageName.startsWith("META-INF.")) {
                names.add(name);
            }
        }
        return names;
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    private static Set<String> imported(BundleWiring wiring) {
        Set<String> imported = new HashSet<>();
        List<BundleWire> wires = wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE);
        if (wires != null) {
            for (BundleWire wire : wires) {
                imported.add((String) wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
            }
        }
        return imported;
    }
}
