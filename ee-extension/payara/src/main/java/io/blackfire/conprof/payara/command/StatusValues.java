package io.blackfire.conprof.payara.command;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Application;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.Display;
import io.blackfire.conprof.payara.SettingAttributes;

/** A status as texts that the admin console puts in its page and REST clients read. */
final class StatusValues {
    private StatusValues() {}

    static Properties of(ProfilerStatus status) {
        Properties values = new Properties();
        values.put("summary", summary(status));
        values.put("applications", applications(status));
        values.put("settings", settings(status.config()));
        return values;
    }

    private static Map<String, String> summary(ProfilerStatus status) {
        Map<String, String> summary = new LinkedHashMap<>();
        Delivery delivery = status.delivery();
        summary.put("state", Display.of(status.state()));
        summary.put("reason", status.reason());
        summary.put("since", status.since().truncatedTo(ChronoUnit.SECONDS).toString());
        summary.put("asyncProfiler", status.asyncProfilerVersion());
        summary.put("periods", Long.toString(status.periods()));
        summary.put("agent", delivery.socket());
        summary.put("delivered", delivery.delivered() + ", " + Display.bytes(delivery.deliveredBytes()));
        summary.put("waiting", delivery.pending() + ", " + Display.bytes(delivery.pendingBytes()));
        summary.put("onDisk", delivery.spooled() + ", " + Display.bytes(delivery.spooledBytes()));
        summary.put(
                "lost",
                Long.toString(delivery.lost().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()));
        summary.put("problem", delivery.problem());
        summary.put("lastUpload", Display.of(delivery.last()));
        summary.put("refused", String.join("; ", refused(status.config())));
        return summary;
    }

    private static List<Map<String, String>> applications(ProfilerStatus status) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Application application : status.applications()) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("name", application.name() + (application.server() ? " (server)" : ""));
            row.put("samples", Long.toString(application.samples()));
            row.put("profiles", Long.toString(application.profiles()));
            row.put("delivered", Long.toString(application.delivered()));
            rows.add(row);
        }
        return rows;
    }

    private static List<Map<String, String>> settings(ProfilerConfig config) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("name", SettingAttributes.name(setting));
            row.put("value", config.text(setting));
            row.put("source", Display.of(config.source(setting)));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> refused(ProfilerConfig config) {
        return config.problems().stream().map(ProfilerConfig.Problem::toString).toList();
    }
}
