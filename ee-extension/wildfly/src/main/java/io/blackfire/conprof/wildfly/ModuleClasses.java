package io.blackfire.conprof.wildfly;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.modules.ModuleClassLoader;
import org.jboss.modules.Resource;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.admin.ListedClasses;

/**
 * The classes that a deployment brings itself: those of its module, asked of its loader while it is deployed and kept by name
 * when it is not, as the profile of its last period comes later, and nothing of it may be held until then; and those of the
 * jars that the server makes modules of their own.
 */
final class ModuleClasses implements ClassSource {
    private static final String SUFFIX = ".class";

    private final ListedClasses additional;
    private volatile ClassSource source;

    ModuleClasses(ModuleClassLoader loader, ListedClasses additional) {
        this.additional = additional;
        this.source = new Loaded(loader);
    }

    /** To be called before the archives are closed; whatever fails, the loader is let go. */
    void keep() {
        if (source instanceof Loaded deployed) {
            ClassSource kept = ListedClasses.NONE;
            try {
                kept = deployed.kept();
            } finally {
                source = kept;
            }
        }
    }

    @Override
    public Set<String> packages() {
        return Stream.of(source, additional)
                .flatMap(classes -> classes.packages().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean contains(String className) {
        return source.contains(className) || additional.contains(className);
    }

    @Override
    public long heapBytes() {
        return source.heapBytes() + additional.heapBytes();
    }

    private record Loaded(ModuleClassLoader loader) implements ClassSource {
        @Override
        public Set<String> packages() {
            return loader.getLocalPaths().stream()
                    .map(path -> path.replace('/', '.'))
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public boolean contains(String className) {
            return !loader.loadResourceLocal(className.replace('.', '/') + SUFFIX)
                    .isEmpty();
        }

        ListedClasses kept() {
            List<String> names = new ArrayList<>();
            for (Iterator<Resource> all = loader.iterateResources("", true); all.hasNext(); ) {
                String path = all.next().getName();
                if (path.endsWith(SUFFIX)) {
                    names.add(path.substring(0, path.length() - SUFFIX.length()).replace('/', '.'));
                }
            }
            return ListedClasses.of(names, false);
        }
    }
}
