package io.blackfire.conprof.admin;

import java.time.temporal.ChronoUnit;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Application;
import io.blackfire.conprof.ProfilerStatus.Cost;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.Setting;

/** A status as people read it in a terminal. */
public final class StatusText {
    private StatusText() {}

    /** The whole of it. */
    public static String of(ProfilerStatus status) {
        StringBuilder text = new StringBuilder();
        state(status, text);
        applications(status, text);
        delivery(status.delivery(), text);
        cost(status.lastPeriod(), text);
        settings(status.config(), text);
        return text.toString();
    }

    /** What it is doing, since when and why, on one line without its end. */
    public static String headline(ProfilerStatus status) {
        return "Blackfire Conprof is " + status.state() + " since "
                + status.since().truncatedTo(ChronoUnit.SECONDS)
                + (status.reason().isEmpty() ? "" : ": " + Display.plain(status.reason()));
    }

    private static void state(ProfilerStatus status, StringBuilder text) {
        text.append(headline(status));
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
        columns.row("delivered", delivery.delivered(), Display.bytes(delivery.deliveredBytes()));
        columns.row("waiting", delivery.pending(), Display.bytes(delivery.pendingBytes()));
        columns.row("on disk", delivery.spooled(), Display.bytes(delivery.spooledBytes()));
        delivery.lost().forEach((reason, count) -> columns.row("lost: " + reason, count));
        columns.appendTo(text);
        String last = Display.of(delivery.last());
        if (!last.isEmpty()) {
            text.append("  last: ").append(last).append('\n');
        }
        if (!delivery.problem().isEmpty()) {
            text.append("  problem: ").append(Display.plain(delivery.problem())).append('\n');
        }
    }

    private static void cost(Cost cost, StringBuilder text) {
        text.append("\nOwn cost, last period\n");
        Columns columns = new Columns(1);
        Display.of(cost).forEach((name, figure) -> columns.row(name, figure));
        columns.appendTo(text);
    }

    private static void settings(ProfilerConfig config, StringBuilder text) {
        text.append("\nSettings in force\n");
        Columns columns = new Columns(3);
        for (Setting setting : Setting.values()) {
            columns.row(setting.key(), config.text(setting), Display.of(config.source(setting)));
        }
        columns.appendTo(text);
        config.problems().forEach(problem -> text.append("  ")
                .append(Display.plain(problem.toString()))
                .append('\n'));
    }
}
