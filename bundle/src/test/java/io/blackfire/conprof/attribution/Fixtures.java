package io.blackfire.conprof.attribution;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.blackfire.conprof.ClassSource;

/** Owners for tests: real markers, classes by name. */
public final class Fixtures {
    private Fixtures() {}

    public static Owner owner(String name, String... classes) {
        return owner(name, (ClassLoader) null, classes);
    }

    public static Owner owner(String name, ClassLoader contextClassLoader, String... classes) {
        return new Owner(name, Map.of(), new Classes(Set.of(classes)), Markers.define(), contextClassLoader);
    }

    public static Owner owner(String name, Map<String, String> labels, String... classes) {
        return new Owner(name, labels, new Classes(Set.of(classes)), Markers.define(), (ClassLoader) null);
    }

    /** How a frame of this marker is named in a recording of JDK 17. */
    static String frameOf(Owner owner) {
        return MarkerFrame.class.getName().replace('.', '/') + "." + owner.marker();
    }

    private record Classes(Set<String> names) implements ClassSource {
        @Override
        public Set<String> packages() {
            return names.stream().map(ClassNames::packageOf).collect(Collectors.toSet());
        }

        @Override
        public boolean contains(String className) {
            return names.contains(className);
        }
    }
}
