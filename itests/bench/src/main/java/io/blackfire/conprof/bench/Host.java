package io.blackfire.conprof.bench;

import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.attribution.Markers;
import io.blackfire.conprof.attribution.Owner;

/** A deployment of the {@link BusyServer}: an application and all that attribution asks about it. */
record Host(Owner owner, Runnable application, ClassLoader loader) {
    private static final String LIBRARY = "com.acme.shared";

    static Host of(String name, Runnable application) {
        ClassLoader loader = new ClassLoader(application.getClass().getClassLoader()) {};
        Packages classes = new Packages(Set.of(application.getClass().getPackageName(), LIBRARY));
        return new Host(new Owner(name, Map.of(), classes, Markers.define(), loader), application, loader);
    }

    private record Packages(Set<String> packages) implements ClassSource {
        @Override
        public boolean contains(String className) {
            return packages.contains(className.substring(0, className.lastIndexOf('.')));
        }
    }
}
