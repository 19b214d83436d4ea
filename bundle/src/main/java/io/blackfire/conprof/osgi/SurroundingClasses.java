package io.blackfire.conprof.osgi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.osgi.framework.wiring.BundleWiring;

import io.blackfire.conprof.ClassSet;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.admin.ClassHashes;

/** Tells the profiler which classes are the server's and the libraries'. Not thread-safe. */
final class SurroundingClasses {
    private final Deployments deployments;
    // to list a bundle's classes is a walk through its archive
    private final Map<BundleWiring, ClassHashes> listed = new HashMap<>();
    private Set<BundleWiring> server = Set.of();
    private Set<BundleWiring> libraries = Set.of();
    private ClassSet serverClasses = new AnyOf(List.of());
    private ClassSet libraryClasses = serverClasses;

    SurroundingClasses(Deployments deployments) {
        this.deployments = deployments;
    }

    void set(Landscape landscape) {
        boolean serverChanged = !landscape.server().equals(server);
        boolean librariesChanged = !landscape.libraries().equals(libraries);
        if (!serverChanged && !librariesChanged) {
            return;
        }
        listed.keySet()
                .removeIf(wiring -> !landscape.server().contains(wiring)
                        && !landscape.libraries().contains(wiring));
        serverClasses = serverChanged ? classes(landscape.server()) : serverClasses;
        libraryClasses = librariesChanged ? classes(landscape.libraries()) : libraryClasses;
        deployments.surroundings(serverClasses, libraryClasses);
        // last: whatever could not be listed is tried again with the next look
        server = landscape.server();
        libraries = landscape.libraries();
    }

    private ClassSet classes(Set<BundleWiring> wirings) {
        return new AnyOf(wirings.stream()
                .map(wiring -> listed.computeIfAbsent(wiring, any -> ClassHashes.of(BundleClasses.names(any))))
                .toList());
    }

    private record AnyOf(List<ClassHashes> all) implements ClassSet {
        @Override
        public boolean contains(String className) {
            return all.stream().anyMatch(hashes -> hashes.contains(className));
        }

        @Override
        public long heapBytes() {
            return all.stream().mapToLong(ClassHashes::heapBytes).sum();
        }
    }
}
