package io.blackfire.conprof.wildfly;

import java.util.List;
import java.util.function.Function;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.ObjectListAttributeDefinition;
import org.jboss.as.controller.ObjectTypeAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.as.controller.registry.AttributeAccess;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.admin.Display;

/** What the profiler is doing, as attributes that exist at run time only. */
enum StatusAttribute implements Metric<ProfilerStatus> {
    STATE(text("state"), status -> new ModelNode(Display.of(status.state()))),
    REASON(text("reason"), status -> textOrNothing(status.reason())),
    SINCE(text("since"), status -> new ModelNode(status.since().toString())),
    CPU_SAMPLED_BY(text("cpu-sampled-by"), status -> textOrNothing(status.cpuEngine())),
    PERIODS(counter("periods", MeasurementUnit.NONE), status -> new ModelNode(status.periods())),
    PROFILES_DELIVERED(
            counter("profiles-delivered", MeasurementUnit.NONE),
            status -> new ModelNode(status.delivery().delivered())),
    BYTES_DELIVERED(
            counter("bytes-delivered", MeasurementUnit.BYTES),
            status -> new ModelNode(status.delivery().deliveredBytes())),
    PROFILES_LOST(
            counter("profiles-lost", MeasurementUnit.NONE),
            status -> new ModelNode(status.delivery().lost().values().stream()
                    .mapToLong(Long::longValue)
                    .sum())),
    PROFILES_WAITING(
            gauge("profiles-waiting", MeasurementUnit.NONE),
            status -> new ModelNode((long) status.delivery().pending())),
    DELIVERY_PROBLEM(
            text("delivery-problem"), status -> textOrNothing(status.delivery().problem())),
    GAP(
            gauge("gap", MeasurementUnit.MILLISECONDS),
            status -> new ModelNode(status.lastPeriod().gap().toMillis())),
    OWN_CPU_TIME(
            gauge("own-cpu-time", MeasurementUnit.MILLISECONDS),
            status -> new ModelNode(status.lastPeriod().threads().toMillis())),
    STACK_WALKING_TIME(
            gauge("stack-walking-time", MeasurementUnit.MILLISECONDS),
            status -> new ModelNode(status.lastPeriod().stackWalking().toMillis())),
    HEAP_KEPT(
            gauge("heap-kept", MeasurementUnit.BYTES),
            status -> new ModelNode(status.lastPeriod().heapBytes())),
    NATIVE_MEMORY(
            gauge("native-memory", MeasurementUnit.BYTES),
            status -> new ModelNode(status.lastPeriod().nativeBytes())),
    APPLICATIONS(applications(), StatusAttribute::applications);

    private final AttributeDefinition definition;
    private final Function<ProfilerStatus, ModelNode> value;

    StatusAttribute(AttributeDefinition definition, Function<ProfilerStatus, ModelNode> value) {
        this.definition = definition;
        this.value = value;
    }

    @Override
    public AttributeDefinition get() {
        return definition;
    }

    @Override
    public ModelNode execute(ProfilerStatus status) {
        return value.apply(status);
    }

    /** Whether monitoring may collect it. */
    boolean metric() {
        return definition.getFlags().contains(AttributeAccess.Flag.COUNTER_METRIC)
                || definition.getFlags().contains(AttributeAccess.Flag.GAUGE_METRIC);
    }

    private static SimpleAttributeDefinition text(String name) {
        return SimpleAttributeDefinitionBuilder.create(name, ModelType.STRING)
                .setRequired(false)
                .setStorageRuntime()
                .build();
    }

    private static SimpleAttributeDefinition counter(String name, MeasurementUnit unit) {
        return number(name, unit, AttributeAccess.Flag.COUNTER_METRIC);
    }

    private static SimpleAttributeDefinition gauge(String name, MeasurementUnit unit) {
        return number(name, unit, AttributeAccess.Flag.GAUGE_METRIC);
    }

    private static SimpleAttributeDefinition number(String name, MeasurementUnit unit, AttributeAccess.Flag kind) {
        return SimpleAttributeDefinitionBuilder.create(name, ModelType.LONG)
                .setUndefinedMetricValue(ModelNode.ZERO_LONG)
                .setMeasurementUnit(unit)
                .setFlags(kind)
                .setStorageRuntime()
                .build();
    }

    private static AttributeDefinition applications() {
        List<AttributeDefinition> fields = List.of(
                SimpleAttributeDefinitionBuilder.create("name", ModelType.STRING)
                        .build(),
                SimpleAttributeDefinitionBuilder.create("server", ModelType.BOOLEAN)
                        .build(),
                SimpleAttributeDefinitionBuilder.create("samples", ModelType.LONG)
                        .build(),
                SimpleAttributeDefinitionBuilder.create("profiles", ModelType.LONG)
                        .build(),
                SimpleAttributeDefinitionBuilder.create("delivered", ModelType.LONG)
                        .build());
        ObjectTypeAttributeDefinition application = ObjectTypeAttributeDefinition.create(
                        "application", fields.toArray(AttributeDefinition[]::new))
                .build();
        return ObjectListAttributeDefinition.Builder.of("applications", application)
                .setRequired(false)
                .setStorageRuntime()
                .build();
    }

    private static ModelNode applications(ProfilerStatus status) {
        ModelNode list = new ModelNode().setEmptyList();
        for (ProfilerStatus.Application application : status.applications()) {
            ModelNode entry = list.add();
            entry.get("name").set(application.name());
            entry.get("server").set(application.server());
            entry.get("samples").set(application.samples());
            entry.get("profiles").set(application.profiles());
            entry.get("delivered").set(application.delivered());
        }
        return list;
    }

    private static ModelNode textOrNothing(String text) {
        return text.isEmpty() ? new ModelNode() : new ModelNode(text);
    }
}
