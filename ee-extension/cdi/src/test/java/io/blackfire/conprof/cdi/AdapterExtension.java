package io.blackfire.conprof.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;

import io.blackfire.conprof.Profiler;

/** What a server's adapter adds to an application: the bean that ours must not clash with. */
public final class AdapterExtension implements Extension {
    /** For the container. */
    public AdapterExtension() {}

    void addBean(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<Profiler>addBean()
                .types(Object.class, Profiler.class)
                .scope(Dependent.class)
                .produceWith(instance -> Profiler.unavailable("the adapter's"));
    }
}
