package io.blackfire.conprof.payara;

import org.glassfish.api.invocation.ComponentInvocation;
import org.glassfish.api.invocation.ComponentInvocation.ComponentInvocationType;
import org.glassfish.api.invocation.ComponentInvocationHandler;
import org.jvnet.hk2.annotations.Service;

import io.blackfire.conprof.Deployment;

/**
 * Tells when threads work for an application, wherever the server lets no frame of ours in between: listeners, web sockets,
 * tasks of managed executors. A service, which the server makes before all others: GlassFish lets only one handler be
 * registered later, and needs that one itself.
 */
@Service
public final class InvocationSpans implements ComponentInvocationHandler {
    private volatile DeployedApplications applications;

    /** For the server. */
    public InvocationSpans() {}

    /** From now on for these applications; for none when null. */
    void of(DeployedApplications known) {
        applications = known;
    }

    @Override
    public void beforePreInvoke(ComponentInvocationType type, ComponentInvocation outer, ComponentInvocation current) {
        Deployment deployment = deployment(current);
        if (deployment != null) {
            // as it is to be left, also when the application is gone by then, or another one has its name
            current.setRegistryFor(Deployment.class, deployment);
            deployment.enter();
        }
    }

    @Override
    public void afterPreInvoke(ComponentInvocationType type, ComponentInvocation outer, ComponentInvocation current) {
        // the span has begun
    }

    @Override
    public void beforePostInvoke(ComponentInvocationType type, ComponentInvocation outer, ComponentInvocation current) {
        // it ends later
    }

    @Override
    public void afterPostInvoke(ComponentInvocationType type, ComponentInvocation outer, ComponentInvocation current) {
        Deployment deployment = current.getRegistryFor(Deployment.class);
        if (deployment != null) {
            deployment.leave();
        }
    }

    /** An exception here would fail the invocation. */
    private Deployment deployment(ComponentInvocation invocation) {
        DeployedApplications known = applications;
        try {
            return known == null ? null : known.of(invocation);
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
