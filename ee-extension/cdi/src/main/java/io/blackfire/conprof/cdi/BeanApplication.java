package io.blackfire.conprof.cdi;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.admin.ArchiveEntries;
import io.blackfire.conprof.admin.ListedClasses;

/**
 * An application that starts, as far as its beans tell of it.
 *
 * @param beans the container
 * @param names what the server calls it
 */
record BeanApplication(BeanManager beans, EnvironmentNames names) implements ApplicationFacts {
    private static final String NAMELESS = "application";

    @Override
    public String name() {
        return names.applicationOr(NAMELESS);
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        if (!names.application().isEmpty()) {
            labels.put("deployment", names.application());
        }
        if (names.inEnterpriseApplication()) {
            labels.put("module", names.module());
        }
        return labels;
    }

    /** Of the beans: what else it has, is not told. */
    @Override
    public ClassSource classes() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Set<String> names = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.getClassLoader() == loader)
                .map(Class::getName)
                .collect(Collectors.toSet());
        return ListedClasses.of(ArchiveEntries.ofApplication(names), false);
    }

    @Override
    public String server() {
        return ServerKind.ofJvm();
    }
}
