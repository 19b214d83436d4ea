package io.blackfire.conprof.wildfly;

import java.time.temporal.ChronoUnit;
import java.util.Map;
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
    STATE(text("state")),
    REASON(text("reason")),
    SINCE(text("since")),
    ASYNC_PROFILER_VERSION(text("async-profiler-version")),
    CPU_SAMPLED_BY(text("cpu-sampled-by")),
    PERIODS(counter("periods", MeasurementUnit.NONE)),

    PROFILES_DELIVERED(counter("profiles-delivered", MeasurementUnit.NONE)),
    BYTES_DELIVERED(counter("bytes-delivered", MeasurementUnit.BYTES)),
    PROFILES_WAITING(gauge("profiles-waiting", MeasurementUnit.NONE)),
    BYTES_WAITING(gauge("bytes-waiting", MeasurementUnit.BYTES)),
    PROFILES_ON_DISK(gauge("profiles-on-disk", MeasurementUnit.NONE)),
    BYTES_ON_DISK(gauge("bytes-on-disk", MeasurementUnit.BYTES)),
    PROFILES_LOST(counter("profiles-lost", MeasurementUnit.NONE)),
    LOSS_REASONS(text("loss-reasons")),
    DELIVERY_PROBLEM(text("delivery-problem")),
    LAST_UPLOAD(text("last-upload")),

    PERIOD_LENGTH(gauge("last-period-length", MeasurementUnit.MILLISECONDS)),
    GAP(gauge("last-period-gap", MeasurementUnit.MILLISECONDS)),
    SAMPLES(gauge("last-period-samples", MeasurementUnit.NONE)),
    SKIPPED(gauge("last-period-samples-skipped", MeasurementUnit.NONE)),
    UNATTRIBUTED(gauge("last-period-samples-unattributed", MeasurementUnit.NONE)),
    OWN_CPU_TIME(gauge("last-period-own-cpu-time", MeasurementUnit.MILLISECONDS)),
    STACK_WALKING_TIME(gauge("last-period-stack-walking-time", MeasurementUnit.MILLISECONDS)),
    CONVERSION_TIME(gauge("last-period-conversion-time", MeasurementUnit.MILLISECONDS)),
    RECORDING_SIZE(gauge("last-period-recording-size", MeasurementUnit.BYTES)),
    UPLOAD_SIZE(gauge("last-period-upload-size", MeasurementUnit.BYTES)),
    HEAP_KEPT(gauge("heap-kept", MeasurementUnit.BYTES)),
    NATIVE_MEMORY(gauge("native-memory", MeasurementUnit.BYTES));

    private final AttributeDefinition definition;

    StatusAttribute(AttributeDefinition definition) {
        this.definition = definition;
    }

    @Override
    public AttributeDefinition get() {
        return definition;
    }

    /** One switch and not a function for each: thirty of them would be made at every boot. */
    @Override
    public ModelNode execute(ProfilerStatus status) {
        Delivery delivery = status.delivery();
        Cost cost = status.lastPeriod();
        return switch (this) {
            case STATE -> new ModelNode(Display.of(status.state()));
            case REASON -> orUndefined(status.reason());
            case SINCE ->
                new ModelNode(status.since().truncatedTo(ChronoUnit.SECONDS).toString());
            case ASYNC_PROFILER_VERSION -> orUndefined(status.asyncProfilerVersion());
            case CPU_SAMPLED_BY -> orUndefined(status.cpuEngine());
            case PERIODS -> number(status.periods());

            case PROFILES_DELIVERED -> number(delivery.delivered());
            case BYTES_DELIVERED -> number(delivery.deliveredBytes());
            case PROFILES_WAITING -> number(delivery.pending());
            case BYTES_WAITING -> number(delivery.pendingBytes());
            case PROFILES_ON_DISK -> number(delivery.spooled());
            case BYTES_ON_DISK -> number(delivery.spooledBytes());
            case PROFILES_LOST -> number(lost(delivery));
            case LOSS_REASONS -> orUndefined(lossReasons(delivery.lost()));
            case DELIVERY_PROBLEM -> orUndefined(delivery.problem());
            case LAST_UPLOAD -> orUndefined(Display.of(delivery.last()));

            case PERIOD_LENGTH -> number(cost.duration().toMillis());
            case GAP -> number(cost.gap().toMillis());
            case SAMPLES -> number(cost.samples());
            case SKIPPED -> number(cost.skipped());
            case UNATTRIBUTED -> number(cost.unattributed());
            case OWN_CPU_TIME -> number(cost.threads().toMillis());
            case STACK_WALKING_TIME -> number(cost.stackWalking().toMillis());
            case CONVERSION_TIME -> number(cost.conversion().toMillis());
            case RECORDING_SIZE -> number(cost.recordingBytes());
            case UPLOAD_SIZE -> number(cost.uploadBytes());
            case HEAP_KEPT -> number(cost.heapBytes());
            case NATIVE_MEMORY -> number(cost.nativeBytes());
        };
    }

    /** All of them are defined as long. */
    private static ModelNode number(long value) {
        return new ModelNode(value);
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
