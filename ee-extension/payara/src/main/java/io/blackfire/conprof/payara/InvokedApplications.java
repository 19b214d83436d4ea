package io.blackfire.conprof.payara;

import com.sun.enterprise.container.common.spi.util.ComponentEnvManager;
import com.sun.enterprise.deployment.Application;
import com.sun.enterprise.deployment.BundleDescriptor;
import com.sun.enterprise.deployment.EjbDescriptor;
import jakarta.inject.Provider;
import org.glassfish.api.invocation.ComponentInvocation;

/**
 * Which application an invocation is for. Payara's invocations have its name as well, GlassFish's only one that several may
 * have. Thread-safe.
 */
final class InvokedApplications {
    private final Provider<ComponentEnvManager> provider;
    private volatile ComponentEnvManager components;

    /** @param provider of what knows the components; asked when it is needed, as the server makes it with its naming */
    InvokedApplications(Provider<ComponentEnvManager> provider) {
        this.provider = provider;
    }

    /** The name that the application is registered under; null when the invocation is for none. */
    String name(ComponentInvocation invocation) {
        Application application = application(invocation.getJNDIEnvironment());
        if (application == null && invocation.getComponentId() != null) {
            application = application(components().getJndiNameEnvironment(invocation.getComponentId()));
        }
        return application == null ? null : application.getRegistrationName();
    }

    private static Application application(Object environment) {
        if (environment instanceof BundleDescriptor module) {
            return module.getApplication();
        }
        return environment instanceof EjbDescriptor bean ? bean.getApplication() : null;
    }

    private ComponentEnvManager components() {
        if (components == null) {
            components = provider.get();
        }
        return components;
    }
}
