package io.blackfire.conprof.osgi;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

import io.blackfire.conprof.ClassSource;

/**
 * The classes that some bundles bring themselves, as 64-bit hashes of their names.
 *
 * <p>Hashes instead of the wiring: the profile of a period is made when a bundle that was uninstalled in it can no
 * longer be asked, and nothing of the bundle may be held then. Eight bytes a class; that two of a million names share a
 * hash has a chance of one to 37 million.
 */
final class BundleClasses implements ClassSource {
    private final Set<String> packages;
    private final long[] hashes;

    private BundleClasses(Set<String> packages, long[] hashes) {
        this.packages = packages;
        this.hashes = hashes;
    }

    static BundleClasses of(List<BundleWiring> wirings) {
        Set<String> packages = new HashSet<>();
        LongStream.Builder hashes = LongStream.builder();
        for (BundleWiring wiring : wirings) {
            collect(wiring, packages, hashes);
        }
        return new BundleClasses(
                Set.copyOf(packages), hashes.build().sorted().distinct().toArray());
    }

    @Override
    public Set<String> packages() {
        return packages;
    }

    @Override
    public boolean contains(String className) {
        return Arrays.binarySearch(hashes, hash(className)) >= 0;
    }

    private static void collect(BundleWiring wiring, Set<String> packages, LongStream.Builder hashes) {
        Collection<String> resources = wiring.listResources(
                "/", "*.class", BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
        if (resources == null) {
            return; // uninstalled meanwhile
        }
        Set<String> imported = imported(wiring);
        for (String resource : resources) {
            String name =
                    resource.substring(0, resource.length() - ".class".length()).replace('/', '.');
            int dot = name.lastIndexOf('.');
            String packageName = dot < 0 ? "" : name.substring(0, dot);
            // a copy that lies inside, of a package that is imported, is never loaded
            if (!imported.contains(packageName) && !packageName.startsWith("META-INF.")) {
                packages.add(packageName);
                hashes.add(hash(name));
            }
        }
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

    /** FNV-1a, then mixed so that names that differ at the end only differ everywhere. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
