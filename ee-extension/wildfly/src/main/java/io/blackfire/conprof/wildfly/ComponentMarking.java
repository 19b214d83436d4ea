package io.blackfire.conprof.wildfly;

import org.jboss.as.ee.component.Attachments;
import org.jboss.as.ee.component.ComponentConfiguration;
import org.jboss.as.ee.component.ComponentDescription;
import org.jboss.as.ee.component.EEModuleDescription;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.invocation.ImmediateInterceptorFactory;
import org.jboss.invocation.Interceptor;
import org.jboss.invocation.InterceptorContext;

import io.blackfire.conprof.Deployment;

/**
 * Marks calls of a deployment's components, EJB, timers, message-driven beans, and their life: construction and end. And tells of its
 * managed tasks.
 */
record ComponentMarking(Deployment deployment) implements Interceptor {
    // right after the first interceptor, which sets the context class loader; priorities must be unique in each chain
    private static final int PRIORITY = 0x110;
    private static final Deployment.Task<InterceptorContext, Void, Void, Object, Exception> PROCEED =
            (invocation, none, nothing) -> invocation.proceed();

    static void install(DeploymentUnit unit, Deployment deployment) {
        EEModuleDescription module = unit.getAttachment(Attachments.EE_MODULE_DESCRIPTION);
        if (module == null) {
            return;
        }
        TaskSpans.actions(deployment::enter, deployment::leave)
                .forEach(action -> unit.addToAttachmentList(Attachments.OTHER_EE_SETUP_ACTIONS, action));
        ComponentMarking marking = new ComponentMarking(deployment);
        for (ComponentDescription component : module.getComponentDescriptions()) {
            component.getConfigurators().add((phase, description, configuration) -> marking.configure(configuration));
        }
    }

    /** Makes all calls of a component come through here. */
    void configure(ComponentConfiguration component) {
        ImmediateInterceptorFactory factory = new ImmediateInterceptorFactory(this);
        component.addComponentInterceptor(factory, PRIORITY, false);
        component.addPostConstructInterceptor(factory, PRIORITY);
        component.addPreDestroyInterceptor(factory, PRIORITY);
    }

    @Override
    public Object processInvocation(InterceptorContext invocation) throws Exception {
        return deployment.call(PROCEED, invocation, null, null);
    }
}
