package io.blackfire.conprof.wildfly;

import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentResourceSupport;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.Deployment;

/** Adds the label that nobody knows before the web container has installed a deployment. */
final class ContextPathProcessor implements DeploymentUnitProcessor {
    private static final String UNDERTOW = "undertow";
    private static final String CONTEXT_ROOT = "context-root";

    private final Faults faults;

    ContextPathProcessor(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void deploy(DeploymentPhaseContext phase) {
        DeploymentUnit unit = phase.getDeploymentUnit();
        Deployment deployment = unit.getAttachment(DeploymentProcessor.DEPLOYMENT);
        DeploymentResourceSupport resources = unit.getAttachment(Attachments.DEPLOYMENT_RESOURCE_SUPPORT);
        if (deployment == null || resources == null) {
            return;
        }
        faults.attempt(unit.getName(), "has no context path", () -> {
            // asked for, a model that is not there would be made
            ModelNode web = resources.hasDeploymentSubsystemModel(UNDERTOW)
                    ? resources.getDeploymentSubsystemModel(UNDERTOW)
                    : new ModelNode();
            if (web.hasDefined(CONTEXT_ROOT)) {
                deployment.label("context_path", web.get(CONTEXT_ROOT).asString());
            }
        });
    }
}
