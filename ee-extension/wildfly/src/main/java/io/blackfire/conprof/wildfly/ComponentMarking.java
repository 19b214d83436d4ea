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
    /** What a deployment has to do without it. */
    static final String CLASSES_ALONE = "has its components told apart by their classes alone";

    // right after the interceptor that sets the context class loader; priorities must be unique in each chain
    private static final int COMPONENT = 0x110;
    private static final int VIEW = 0x004;
    private static final Deployment.Task<InterceptorContext, Void, Void, Object, Exception> PROCEED =
            (invocation, none, nothing) -> invocation.proceed();

    static void install(DeploymentUnit unit, Deployment deployment, Faults faults) {
        EEModuleDescription module = unit.getAttachment(Attachments.EE_MODULE_DESCRIPTION);
        if (module == null) {
            return;
        }
        TaskSpans.actions(deployment::enter, deployment::leave)
                .forEach(action -> unit.addToAttachmentList(Attachments.OTHER_EE_SETUP_ACTIONS, action));
        ComponentMarking marking = new ComponentMarking(deployment);
        for (ComponentDescription component : module.getComponentDescriptions()) {
            // later, where a failure would be the deployment's
            component
                    .getConfigurators()
                    .add((phase, description, configuration) ->
                            faults.attempt(unit.getName(), CLASSES_ALONE, () -> marking.configure(configuration)));
        }
    }

    /**
     * Makes all calls of a component come through here: those of its views and of its timers as a whole, for the server
     * commits their transactions, which runs what the application has to say to that.
     */
    void configure(ComponentConfiguration component) {
        ImmediateInterceptorFactory factory = new ImmediateInterceptorFactory(this);
        component.getViews().forEach(view -> view.addViewInterceptor(factory, VIEW));
        component.addTimeoutViewInterceptor(factory, VIEW);
        component.addComponentInterceptor(factory, COMPONENT, false);
        component.addPostConstructInterceptor(factory, COMPONENT);
        component.addPreDestroyInterceptor(factory, COMPONENT);
        component.addPrePassivateInterceptor(factory, COMPONENT);
        component.addPostActivateInterceptor(factory, COMPONENT);
    }

    @Override
    public Object processInvocation(InterceptorContext invocation) throws Exception {
        return deployment.call(PROCEED, invocation, null, null);
    }
}
