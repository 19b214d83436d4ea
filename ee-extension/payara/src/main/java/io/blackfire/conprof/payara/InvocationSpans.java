package io.blackfire.conprof.payara;

import org.glassfish.api.invocation.ComponentInvocation;
import org.glassfish.api.invocation.ComponentInvocation.ComponentInvocationType;
import org.glassfish.api.invocation.ComponentInvocationHandler;
import org.glassfish.api.invocation.InvocationManager;
import org.glassfish.api.invocation.RegisteredComponentInvocationHandler;

import io.blackfire.conprof.Deployment;

/**
 * Tells when threads work for an application, wherever the server lets no frame of ours in between: listeners, web sockets,
 * tasks of managed executors.
 */
final class InvocationSpans implements RegisteredComponentInvocationHandler, ComponentInvocationHandler {
    private final InvocationManager invocations;
    private final DeployedApplications applications;

    InvocationSpans(InvocationManager invocations, DeployedApplications applications) {
        this.invocations = invocations;
        this.applications = applications;
    }

    @Override
    public void register() {
        invocations.registerComponentInvocationHandler(ComponentInvocationType.SERVLET_INVOCATION, this);
        invocations.registerComponentInvocationHandler(ComponentInvocationType.EJB_INVOCATION, this);
    }

    @Override
    public ComponentInvocationHandler getComponentInvocationHandler() {
        return this;
    }

    @Override
    public void beforePreInvoke(ComponentInvocationType type, ComponentInvocation outer, ComponentInvocation current) {
        Deployment deployment = applications.of(current);
        if (deployment != null) {
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
        Deployment deployment = applications.of(current);
        if (deployment != null) {
            deployment.leave();
        }
    }
}
