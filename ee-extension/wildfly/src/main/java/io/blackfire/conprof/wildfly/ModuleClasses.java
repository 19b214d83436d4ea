package io.blackfire.conprof.wildfly;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Collectors;

import org.jboss.modules.ModuleClassLoader;
import org.jboss.modules.Resource;

import io.blackfire.conprof.ClassSource;

/** The classes that a deployment's module brings itself. */
final class ModuleClasses implements ClassSource {
    private static final String SUFFIX = ".class";

    private final ModuleClassLoader loader;
    private volatile Set<String> kept;

    ModuleClasses(ModuleClassLoader loader) {
        this.loader = loader;
    }

    /** To be called before the archives are closed: the samples of the current period are still to be told apart. */
    void keep() {
        Set<String> names = new HashSet<>();
        for (Iterator<Resource> all = loader.iterateResources("", true); all.hasNext(); ) {
            String path = all.next().getName();
            if (path.endsWith(SUFFIX)) {
                names.add(path.substring(0, path.length() - SUFFIX.length()).replace('/', '.'));
            }
        }
        kept = names;
    }

    @Override
    public Set<String> packages() {
        return loader.getLocalPaths().stream()
                .map(path -> path.replace('/', '.'))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean contains(String className) {
        Set<String> names = kept;
        return names != null
                ? names.contains(className)
                : !loader.loadResourceLocal(className.replace('.', '/') + SUFFIX)
                        .isEmpty();
    }
}
