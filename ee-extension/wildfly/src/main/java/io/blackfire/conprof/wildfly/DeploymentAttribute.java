package io.blackfire.conprof.wildfly;

import java.util.function.Function;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.admin.DeploymentShare;

/** What a deployment's application got: attributes beside those of the server's other subsystems, the numbers as metrics. */
enum DeploymentAttribute implements Metric<DeploymentShare> {
    APPLICATION(RuntimeDefinition.text("application"), share -> RuntimeDefinition.orUndefined(share.application())),
    SERVER(RuntimeDefinition.flag("counts-as-server"), share -> new ModelNode(share.server())),
    SAMPLES(
            RuntimeDefinition.counter("application-samples", MeasurementUnit.NONE),
            share -> new ModelNode(share.samples())),
    PROFILES(
            RuntimeDefinition.counter("application-profiles", MeasurementUnit.NONE),
            share -> new ModelNode(share.profiles())),
    DELIVERED(
            RuntimeDefinition.counter("application-profiles-delivered", MeasurementUnit.NONE),
            share -> new ModelNode(share.delivered()));

    private final AttributeDefinition definition;
    private final Function<DeploymentShare, ModelNode> value;

    DeploymentAttribute(AttributeDefinition definition, Function<DeploymentShare, ModelNode> value) {
        this.definition = definition;
        this.value = value;
    }

    @Override
    public AttributeDefinition get() {
        return definition;
    }

    @Override
    public ModelNode execute(DeploymentShare share) {
        return value.apply(share);
    }
}
