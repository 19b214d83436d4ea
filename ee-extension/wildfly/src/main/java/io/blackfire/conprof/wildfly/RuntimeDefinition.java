package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.ObjectListAttributeDefinition;
import org.jboss.as.controller.ObjectTypeAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.SimpleMapAttributeDefinition;
import org.jboss.as.controller.StringListAttributeDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.as.controller.registry.AttributeAccess;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

/** Definitions of attributes that exist at run time only. */
final class RuntimeDefinition {
    private RuntimeDefinition() {}

    static SimpleAttributeDefinition text(String name) {
        return plain(name, ModelType.STRING);
    }

    static SimpleAttributeDefinition flag(String name) {
        return plain(name, ModelType.BOOLEAN);
    }

    /** A number that only grows, until the server is reloaded. */
    static SimpleAttributeDefinition counter(String name, MeasurementUnit unit) {
        return number(name, unit, AttributeAccess.Flag.COUNTER_METRIC);
    }

    static SimpleAttributeDefinition gauge(String name, MeasurementUnit unit) {
        return number(name, unit, AttributeAccess.Flag.GAUGE_METRIC);
    }

    static AttributeDefinition table(String name, AttributeDefinition... columns) {
        return ObjectListAttributeDefinition.Builder.of(
                        name,
                        ObjectTypeAttributeDefinition.create(name, columns).build())
                .setRequired(false)
                .setStorageRuntime()
                .build();
    }

    /** Texts by name. */
    static AttributeDefinition texts(String name) {
        return new SimpleMapAttributeDefinition.Builder(name, ModelType.STRING, true)
                .setStorageRuntime()
                .build();
    }

    static AttributeDefinition lines(String name) {
        return StringListAttributeDefinition.Builder.of(name)
                .setRequired(false)
                .setStorageRuntime()
                .build();
    }

    /** One column of a table. */
    static SimpleAttributeDefinition column(String name, ModelType type) {
        return SimpleAttributeDefinitionBuilder.create(name, type, true).build();
    }

    /** Whether monitoring may collect it. */
    static boolean metric(AttributeDefinition definition) {
        return definition.getFlags().contains(AttributeAccess.Flag.COUNTER_METRIC)
                || definition.getFlags().contains(AttributeAccess.Flag.GAUGE_METRIC);
    }

    /** What is not there is undefined, not empty. */
    static ModelNode orUndefined(String text) {
        return text.isEmpty() ? new ModelNode() : new ModelNode(text);
    }

    private static SimpleAttributeDefinition plain(String name, ModelType type) {
        return SimpleAttributeDefinitionBuilder.create(name, type, true)
                .setStorageRuntime()
                .build();
    }

    private static SimpleAttributeDefinition number(String name, MeasurementUnit unit, AttributeAccess.Flag kind) {
        return SimpleAttributeDefinitionBuilder.create(name, ModelType.LONG)
                .setUndefinedMetricValue(ModelNode.ZERO_LONG)
                .setMeasurementUnit(unit)
                .setFlags(kind)
                .setStorageRuntime()
                .build();
    }
}
