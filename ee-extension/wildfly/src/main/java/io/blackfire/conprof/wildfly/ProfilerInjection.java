package io.blackfire.conprof.wildfly;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.weld.WeldCapability;

import io.blackfire.conprof.Profiler;

/**
 * Makes {@code @Inject Profiler} work in deployments that use our API. What they get may flush and tell its status, see
 * {@link Profiler#forApplications}: one application shall not end the profiles of all the others.
 */
final class ProfilerInjection implements Extension {
    private static final String WELD = "org.wildfly.weld";

    private final Profiler profiler;

    private ProfilerInjection(Profiler profiler) {
        this.profiler = profiler;
    }

    /**
     * @param profiler what the deployment gets; may be null, which is a bean as well
     */
    static void install(DeploymentUnit unit, Profiler profiler) {
        if (ApiDependency.usedBy(unit)) {
            unit.getAttachment(Attachments.CAPABILITY_SERVICE_SUPPORT)
                    .getOptionalCapabilityRuntimeAPI(WELD, WeldCapability.class)
                    .ifPresent(weld -> weld.registerExtensionInstance(new ProfilerInjection(profiler), unit));
        }
    }

    void addBean(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<Profiler>addBean()
                .types(Object.class, Profiler.class)
                .scope(Dependent.class)
                .produceWith(instance -> profiler);
    }
}
