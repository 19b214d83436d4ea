package io.blackfire.conprof.wildfly;

import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.wildfly.service.ServiceDependency;

/**
 * Lets a deployment wait until the profiler has started, which may take longer at boot than to come here: its start is to be
 * profiled. Without a profiler it goes on at once.
 */
final class ProfilerFirst implements DeploymentUnitProcessor {

    @Override
    public void deploy(DeploymentPhaseContext phase) {
        if (phase.getServiceRegistry().getService(ConprofSubsystemRegistrar.SERVICE) != null) {
            phase.requires(ServiceDependency.on(ConprofSubsystemRegistrar.SERVICE));
        }
    }
}
