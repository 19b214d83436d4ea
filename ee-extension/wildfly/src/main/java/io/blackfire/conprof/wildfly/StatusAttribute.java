package io.blackfire.conprof.wildfly;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Cost;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.admin.Display;

import static io.blackfire.conprof.wildfly.RuntimeDefinition.counter;
import static io.blackfire.conprof.wildfly.RuntimeDefinition.gauge;
import static io.blackfire.conprof.wildfly.RuntimeDefinition.orUndefined;
import static io.blackfire.conprof.wildfly.RuntimeDefinition.text;

/** What the profiler is doing, delivers and costs: attributes that exist at run time only, the numbers as metrics. */
enum StatusAttribute implements Metric<ProfilerStatus> {
    STATE(text("state"), status -> new ModelNode(Display.of(status.state()))),
    REASON(text("reason"), status -> orUndefined(status.reason())),
    SINCE(
            text("since"),
            status ->
                    new ModelNode(status.since().truncatedTo(ChronoUnit.SECONDS).toString())),
    ASYNC_PROFILER_VERSION(text("async-profiler-version"), status -> orUndefined(status.asyncProfilerVersion())),
    CPU_SAMPLED_BY(text("cpu-sampled-by"), status -> orUndefined(status.cpuEngine())),
    PERIODS(counter("periods", MeasurementUnit.NONE), status -> new ModelNode(status.periods())),

    PROFILES_DELIVERED(counter("profiles-delivered", MeasurementUnit.NONE), delivery(Delivery::delivered)),
    BYTES_DELIVERED(counter("bytes-delivered", MeasurementUnit.BYTES), delivery(Delivery::deliveredBytes)),
    PROFILES_WAITING(gauge("profiles-waiting", MeasurementUnit.NONE), delivery(Delivery::pending)),
    BYTES_WAITING(gauge("bytes-waiting", MeasurementUnit.BYTES), delivery(Delivery::pendingBytes)),
    PROFILES_ON_DISK(gauge("profiles-on-disk", MeasurementUnit.NONE), delivery(Delivery::spooled)),
    BYTES_ON_DISK(gauge("bytes-on-disk", MeasurementUnit.BYTES), delivery(Delivery::spooledBytes)),
    PROFILES_LOST(counter("profiles-lost", MeasurementUnit.NONE), delivery(StatusAttribute::lost)),
    LOSS_REASONS(
            text("loss-reasons"),
            status -> orUndefined(lossReasons(status.delivery().lost()))),
    DELIVERY_PROBLEM(
            text("delivery-problem"), status -> orUndefined(status.delivery().problem())),
    LAST_UPLOAD(
            text("last-upload"),
            status -> orUndefined(Display.of(status.delivery().last()))),

    PERIOD_LENGTH(gauge("last-period-length", MeasurementUnit.MILLISECONDS), time(Cost::duration)),
    GAP(gauge("last-period-gap", MeasurementUnit.MILLISECONDS), time(Cost::gap)),
    SAMPLES(gauge("last-period-samples", MeasurementUnit.NONE), cost(Cost::samples)),
    SKIPPED(gauge("last-period-samples-skipped", MeasurementUnit.NONE), cost(Cost::skipped)),
    UNATTRIBUTED(gauge("last-period-samples-unattributed", MeasurementUnit.NONE), cost(Cost::unattributed)),
    OWN_CPU_TIME(gauge("last-period-own-cpu-time", MeasurementUnit.MILLISECONDS), time(Cost::threads)),
    STACK_WALKING_TIME(gauge("last-period-stack-walking-time", MeasurementUnit.MILLISECONDS), time(Cost::stackWalking)),
    CONVERSION_TIME(gauge("last-period-conversion-time", MeasurementUnit.MILLISECONDS), time(Cost::conversion)),
    RECORDING_SIZE(gauge("last-period-recording-size", MeasurementUnit.BYTES), cost(Cost::recordingBytes)),
    UPLOAD_SIZE(gauge("last-period-upload-size", MeasurementUnit.BYTES), cost(Cost::uploadBytes)),
    HEAP_KEPT(gauge("heap-kept", MeasurementUnit.BYTES), cost(Cost::heapBytes)),
    NATIVE_MEMORY(gauge("native-memory", MeasurementUnit.BYTES), cost(Cost::nativeBytes));

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

    private static Function<ProfilerStatus, ModelNode> delivery(ToLongFunction<Delivery> figure) {
        return status -> new ModelNode(figure.applyAsLong(status.delivery()));
    }

    private static Function<ProfilerStatus, ModelNode> cost(ToLongFunction<Cost> figure) {
        return status -> new ModelNode(figure.applyAsLong(status.lastPeriod()));
    }

    private static Function<ProfilerStatus, ModelNode> time(Function<Cost, Duration> time) {
        return cost(figures -> time.apply(figures).toMillis());
    }

    private static long lost(Delivery delivery) {
        return delivery.lost().values().stream().mapToLong(Long::longValue).sum();
    }

    private static String lossReasons(Map<String, Long> lost) {
        return lost.entrySet().stream()
                .map(reason -> reason.getKey() + ": " + reason.getValue())
                .collect(Collectors.joining(", "));
    }
}
