package io.blackfire.conprof.wildfly;

import java.util.Set;
import java.util.stream.Collectors;

import org.jboss.modules.Module;
import org.jboss.modules.ModuleClassLoader;

import io.blackfire.conprof.ClassSource;

/** The classes that a deployment's module brings itself. */
record ModuleClasses(ModuleClassLoader loader) implements ClassSource {

    ModuleClasses(Module module) {
        this(module.getClassLoader());
    }

    @Override
    public Set<String> packages() {
        return loader.getLocalPaths().stream()
                .map(path -> path.replace('/', '.'))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean contains(String className) {
        return !loader.loadResourceLocal(className.replace('.', '/') + ".class").isEmpty();
    }
}
