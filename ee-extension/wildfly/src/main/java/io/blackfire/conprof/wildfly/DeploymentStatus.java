package io.blackfire.conprof.wildfly;

import java.util.Optional;
import java.util.function.Supplier;

import org.jboss.as.controller.AbstractRuntimeOnlyHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.SubsystemRegistration;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.admin.DeploymentShare;

/** The resource {@code deployment=…/subsystem=blackfire-conprof}. */
final class DeploymentStatus {
    private final Supplier<ServerProfiler> profiler;

    DeploymentStatus(Supplier<ServerProfiler> profiler) {
        this.profiler = profiler;
    }

    /** Gives a deployment its resource; the modules of an EAR share that of the EAR. */
    static void install(DeploymentUnit unit) {
        if (unit.getParent() == null) {
            unit.getAttachment(Attachments.DEPLOYMENT_RESOURCE_SUPPORT)
                    .getDeploymentSubsystemModel(ConprofSubsystemRegistrar.NAME);
        }
    }

    void register(SubsystemRegistration subsystem) {
        ManagementResourceRegistration registration = subsystem.registerDeploymentModel(ResourceDefinition.builder(
                        ConprofSubsystemRegistrar.REGISTRATION,
                        ConprofSubsystemRegistrar.RESOLVER.createChildResolver("deployment"))
                .asRuntime()
                .asNonFeature()
                .build());
        for (DeploymentAttribute attribute : DeploymentAttribute.values()) {
            Reader reader = new Reader(attribute);
            if (RuntimeDefinition.metric(attribute.get())) {
                registration.registerMetric(attribute.get(), reader);
            } else {
                registration.registerReadOnlyAttribute(attribute.get(), reader);
            }
        }
    }

    /** The share of a deployment, by the name that administrators know. */
    private Optional<DeploymentShare> share(String deployment) {
        ServerProfiler running = profiler.get();
        if (running == null) {
            return Optional.empty();
        }
        return running.deployments().list().stream()
                .filter(candidate -> deployment.equals(candidate.labels().get("deployment")))
                .findFirst()
                .map(found -> DeploymentShare.of(found, running.profiler()));
    }

    private final class Reader extends AbstractRuntimeOnlyHandler {
        private final DeploymentAttribute attribute;

        Reader(DeploymentAttribute attribute) {
            this.attribute = attribute;
        }

        @Override
        protected void executeRuntimeStep(OperationContext context, ModelNode operation) {
            share(context.getCurrentAddress().getElement(0).getValue())
                    .ifPresent(share -> context.getResult().set(attribute.execute(share)));
        }
    }
}
