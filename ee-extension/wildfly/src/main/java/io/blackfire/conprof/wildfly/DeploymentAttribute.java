package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.admin.DeploymentShare;

/** What a deployment's application got: attributes beside those of the server's other subsystems, the numbers as metrics. */
enum DeploymentAttribute implements Metric<DeploymentShare> {
    APPLICATION(RuntimeDefinition.text("application")),
    SERVER(RuntimeDefinition.flag("counts-as-server")),
    SAMPLES(RuntimeDefinition.counter("application-samples", MeasurementUnit.NONE)),
    PROFILES(RuntimeDefinition.counter("application-profiles", MeasurementUnit.NONE)),
    DELIVERED(RuntimeDefinition.counter("application-profiles-delivered", MeasurementUnit.NONE));

    private final AttributeDefinition definition;

    DeploymentAttribute(AttributeDefinition definition) {
        this.definition = definition;
    }

    @Override
    public AttributeDefinition get() {
        return definition;
    }

    @Override
    public ModelNode execute(DeploymentShare share) {
        return switch (this) {
            case APPLICATION -> RuntimeDefinition.orUndefined(share.application());
            case SERVER -> new ModelNode(share.server());
            case SAMPLES -> new ModelNode(share.samples());
            case PROFILES -> new ModelNode(share.profiles());
            case DELIVERED -> new ModelNode(share.delivered());
        };
    }
}
