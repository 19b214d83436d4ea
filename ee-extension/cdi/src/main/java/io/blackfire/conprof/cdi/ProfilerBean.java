package io.blackfire.conprof.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.enterprise.inject.spi.Prioritized;

import io.blackfire.conprof.Profiler;

/** {@code @Inject Profiler}. By hand, as in CDI 3.0 no bean that is configured has a priority. */
final class ProfilerBean implements Bean<Profiler>, Prioritized, PassivationCapable {
    // before a bean that is no alternative, as an adapter of the server may have added
    private static final int FIRST = 1;

    @Override
    public Profiler create(CreationalContext<Profiler> creation) {
        return Applications.ALL.profiler();
    }

    @Override
    public void destroy(Profiler profiler, CreationalContext<Profiler> creation) {
        creation.release();
    }

    @Override
    public Set<Type> getTypes() {
        return Set.of(Object.class, Profiler.class);
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return Set.of(Default.Literal.INSTANCE, Any.Literal.INSTANCE);
    }

    @Override
    public Class<? extends Annotation> getScope() {
        return Dependent.class;
    }

    @Override
    public String getName() {
        return null;
    }

    @Override
    public Set<Class<? extends Annotation>> getStereotypes() {
        return Set.of();
    }

    @Override
    public Class<?> getBeanClass() {
        return ConprofExtension.class;
    }

    @Override
    public Set<InjectionPoint> getInjectionPoints() {
        return Set.of();
    }

    @Override
    public boolean isAlternative() {
        return true;
    }

    /** For CDI 3.0, which asks. */
    public boolean isNullable() {
        return false;
    }

    @Override
    public int getPriority() {
        return FIRST;
    }

    @Override
    public String getId() {
        return ProfilerBean.class.getName();
    }
}
