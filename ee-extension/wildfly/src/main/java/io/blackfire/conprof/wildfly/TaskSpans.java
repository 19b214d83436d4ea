package io.blackfire.conprof.wildfly;

import java.util.Map;
import java.util.Set;

import org.jboss.as.server.deployment.SetupAction;
import org.jboss.msc.service.ServiceName;

import io.blackfire.conprof.Deployment;

/** Tells when a thread of a managed executor works for a deployment: the server lets no frame of ours in between there. */
record TaskSpans(Deployment deployment) implements SetupAction {

    @Override
    public void setup(Map<String, Object> properties) {
        deployment.enter();
    }

    @Override
    public void teardown(Map<String, Object> properties) {
        deployment.leave();
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Set<ServiceName> dependencies() {
        return Set.of();
    }
}
