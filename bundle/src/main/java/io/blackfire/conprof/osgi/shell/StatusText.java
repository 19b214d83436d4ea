package io.blackfire.conprof.osgi.shell;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Application;
import io.blackfire.conprof.ProfilerStatus.Cost;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.Setting;

/** A status as people read it in a terminal. */
final class StatusText {
    private StatusText() {}

    static String of(ProfilerStatus status) {
        StringBuilder text = new StringBuilder();
        state(status, text);
        applications(status, text);
        delivery(status.delivery(), text);
        cost(status.lastPeriod(), text);
        settings(status.config(), text);
        return text.toString();
    }

    private static void state(ProfilerStatus status, StringBuilder text) {
        text.append("Blackfire Conprof is ").append(status.state());
        text.append(" since ").append(status.since().truncatedTo(ChronoUnit.SECONDS));
        if (!status.reason().isEmpty()) {
            text.append(": ").append(status.reason());
        }
        text.append('\n');
        if (!status.asyncProfilerVersion().isEmpty()) {
            text.append("async-profiler ").append(status.asyncProfilerVersion());
            if (!status.cpuEngine().isEmpty()) {
                text.append(", CPU by ").append(status.cpuEngine());
            }
            text.append(", ").append(status.periods()).append(" periods finished\n");
        }
    }

    private static void applications(ProfilerStatus status, StringBuilder text) {
        text.append("\nApplications\n");
        Columns columns = new Columns(1);
        columns.row("NAME", "SAMPLES", "PROFILES", "UPLOADED");
        for (Application application : status.applications()) {
            String name = application.name() + (application.server() ? " (server)" : "");
            columns.row(name, application.samples(), application.profiles(), application.delivered());
        }
        columns.appendTo(text);
    }

    private static void delivery(Delivery delivery, StringBuilder text) {
        text.append("\nDelivery to ").append(delivery.socket()).append('\n');
        Columns columns = new Columns(1);
        columns.row("delivered", delivery.delivered(), bytes(delivery.deliveredBytes()));
        columns.row("waiting", delivery.pending(), bytes(delivery.pendingBytes()));
        delivery.lost().forEach((reason, count) -> columns.row("lost: " + reason, count));
        columns.appendTo(text);
        if (!delivery.problem().isEmpty()) {
            text.append("  problem: ").append(delivery.problem()).append('\n');
        }
    }

    private static void cost(Cost cost, StringBuilder text) {
        text.append("\nOwn cost, last period\n");
        Columns columns = new Columns(1);
        columns.row("period", time(cost.duration()));
        columns.row("gap before it", time(cost.gap()));
        columns.row("samples", cost.samples());
        columns.row("samples skipped", cost.skipped());
        columns.row("samples unattributed", cost.unattributed());
        columns.row("CPU of own threads", time(cost.threads()));
        columns.row("stack walking", time(cost.stackWalking()));
        columns.row("conversion", time(cost.conversion()));
        columns.row("recording", bytes(cost.recordingBytes()));
        columns.row("uploads", bytes(cost.uploadBytes()));
        columns.row("heap kept", bytes(cost.heapBytes()));
        columns.row("native memory", bytes(cost.nativeBytes()));
        columns.appendTo(text);
    }

    private static void settings(ProfilerConfig config, StringBuilder text) {
        text.append("\nSettings in force\n");
        Columns columns = new Columns(3);
        for (Setting setting : Setting.values()) {
            columns.row(setting.key(), config.text(setting), source(config.source(setting)));
        }
        columns.appendTo(text);
        config.problems().forEach(problem -> text.append("  ").append(problem).append('\n'));
    }

    private static String source(ProfilerConfig.Source source) {
        return switch (source) {
            case ADMIN -> "configuration";
            case SYSTEM_PROPERTY -> "system property";
            case ENVIRONMENT -> "environment";
            case DEFAULT -> "default";
        };
    }

    private static String time(Duration time) {
        long millis = time.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String bytes(long bytes) {
        if (bytes < 10 << 10) {
            return bytes + " B";
        }
        return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
