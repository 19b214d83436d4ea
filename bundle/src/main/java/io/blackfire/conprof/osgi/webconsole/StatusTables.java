package io.blackfire.conprof.osgi.webconsole;

import java.time.temporal.ChronoUnit;
import java.util.List;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Application;
import io.blackfire.conprof.ProfilerStatus.Cost;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.ProfilerStatus.LastUpload;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.Display;

/** A status as people read it in a browser: what the page shows again every few seconds. */
final class StatusTables {
    private StatusTables() {}

    static Html of(ProfilerStatus status) {
        Html html = new Html();
        state(status, html);
        problems(status, html);
        applications(status, html);
        html.add("<div class=\"pair\">");
        delivery(status.delivery(), html);
        cost(status.lastPeriod(), html);
        html.add("</div>");
        last(status.delivery().last(), html);
        settings(status.config(), html);
        return html;
    }

    private static void state(ProfilerStatus status, Html html) {
        boolean wrong =
                switch (status.state()) {
                    case BUSY, UNAVAILABLE -> true;
                    case STOPPED, STARTING, RUNNING, FOLLOWING, DISABLED -> false;
                };
        line(wrong, html).add("Blackfire Conprof is <strong>").text(Display.of(status.state()));
        html.add("</strong> since ").text(status.since().truncatedTo(ChronoUnit.SECONDS));
        if (!status.reason().isEmpty()) {
            html.add(": ").apart(status.reason());
        }
        if (!status.asyncProfilerVersion().isEmpty()) {
            html.add(". async-profiler ").text(status.asyncProfilerVersion());
            if (!status.cpuEngine().isEmpty()) {
                html.add(", CPU by ").text(status.cpuEngine());
            }
            html.add(", periods finished: ").text(Figure.of(status.periods()));
        }
        html.add(".</p>\n");
    }

    private static void problems(ProfilerStatus status, Html html) {
        if (!status.delivery().problem().isEmpty()) {
            line(true, html).apart(status.delivery().problem()).add("</p>\n");
        }
        for (ProfilerConfig.Problem problem : status.config().problems()) {
            line(true, html).apart(problem).add("</p>\n");
        }
    }

    private static Html line(boolean wrong, Html html) {
        return html.add(wrong ? "<p class=\"line ui-state-error\">" : "<p class=\"line ui-state-highlight\">");
    }

    private static void applications(ProfilerStatus status, Html html) {
        html.table("applications", "Applications", List.of("Name"), List.of("Samples", "Profiles", "Delivered"));
        for (Application application : status.applications()) {
            html.add("<tr><td>").apart(application.name()).add(application.server() ? " (server)" : "");
            html.add("</td>").figure(Figure.of(application.samples()));
            html.figure(Figure.of(application.profiles())).figure(Figure.of(application.delivered()));
            html.add("</tr>");
        }
        html.end();
    }

    private static void delivery(Delivery delivery, Html html) {
        html.table("delivery", "Delivery to " + delivery.socket(), List.of(""), List.of("Profiles", "Size"));
        html.row("delivered", Figure.of(delivery.delivered()), Figure.bytes(delivery.deliveredBytes()));
        html.row("waiting", Figure.of(delivery.pending()), Figure.bytes(delivery.pendingBytes()));
        html.row("on disk", Figure.of(delivery.spooled()), Figure.bytes(delivery.spooledBytes()));
        delivery.lost().forEach((reason, count) -> html.row("lost: " + reason, Figure.of(count), ""));
        html.end();
    }

    private static void last(LastUpload last, Html html) {
        if (last != LastUpload.NONE) {
            line(false, html).add("Last upload: ").text(last.at().truncatedTo(ChronoUnit.SECONDS));
            html.add(", ")
                    .apart(last.application())
                    .add(": ")
                    .apart(last.answer())
                    .add("</p>\n");
        }
    }

    private static void cost(Cost cost, Html html) {
        html.table("cost", "Own cost, last period", List.of(), List.of());
        Display.of(cost).forEach((name, figure) -> html.row(name, new Figure(figure)));
        html.end();
    }

    private static void settings(ProfilerConfig config, Html html) {
        html.table("settings", "Settings in force", List.of("Setting", "Value", "From"), List.of());
        for (Setting setting : Setting.values()) {
            html.row(setting.key(), config.text(setting), Display.of(config.source(setting)));
        }
        html.end();
    }
}
