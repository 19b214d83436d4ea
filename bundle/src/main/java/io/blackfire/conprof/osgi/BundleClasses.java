package io.blackfire.conprof.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.admin.ClassHashes;

/**
 * The classes that a bundle brings itself. Kept by name, not asked of the wiring: the profile of a period is made when a
 * bundle that was uninstalled in it can no longer be asked, and nothing of the bundle may be held then.
 */
final class BundleClasses implements ClassSource {
    private final Set<String> packages;
    private final ClassHashes hashes;
    private final boolean libraries;

    private BundleClasses(Set<String> packages, ClassHashes hashes, boolean libraries) {
        this.packages = packages;
        this.hashes = hashes;
        this.libraries = libraries;
    }

    static BundleClasses of(BundleWiring wiring, boolean library) {
        List<String> names = names(wiring);
        Set<String> packages = new HashSet<>();
        names.forEach(name -> packages.add(packageOf(name)));
        return new BundleClasses(Set.copyOf(packages), ClassHashes.of(names), library);
    }

    /** What more than one of them has: a library, wherever it comes from. */
    static BundleClasses repeated(List<BundleClasses> all) {
        ClassHashes hashes =
                ClassHashes.repeated(all.stream().map(classes -> classes.hashes).toList());
        Set<String> packages = new HashSet<>();
        if (!hashes.isEmpty()) {
            all.forEach(classes -> packages.addAll(classes.packages));
        }
        return new BundleClasses(Set.copyOf(packages), hashes, true);
    }

    /** What the other does not have. */
    BundleClasses without(BundleClasses other) {
        return other.packages.isEmpty() ? this : new BundleClasses(packages, hashes.without(other.hashes), libraries);
    }

    @Override
    public Set<String> packages() {
        return packages;
    }

    @Override
    public boolean contains(String className) {
        return hashes.test(className);
    }

    @Override
    public boolean libraries() {
        return libraries;
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

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
