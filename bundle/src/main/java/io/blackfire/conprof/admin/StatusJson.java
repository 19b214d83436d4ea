package io.blackfire.conprof.admin;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Application;
import io.blackfire.conprof.ProfilerStatus.Cost;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.ProfilerStatus.LastUpload;
import io.blackfire.conprof.Setting;

/**
 * A status as JSON on one line, for scripts and pages. Names are those of {@link ProfilerStatus}, times are in
 * milliseconds, secrets are hidden. Later versions may add names and change none.
 */
public final class StatusJson {
    private final JsonText json = new JsonText();

    private StatusJson() {}

    /** The whole of it, as an object. */
    public static String of(ProfilerStatus status) {
        return JsonText.of(new StatusJson().status(status).build());
    }

    private JsonObjectBuilder status(ProfilerStatus status) {
        JsonArrayBuilder applications = json.array();
        status.applications().forEach(application -> applications.add(application(application)));
        JsonObjectBuilder settings = json.object();
        for (Setting setting : Setting.values()) {
            settings.add(setting.key(), setting(status.config(), setting));
        }
        JsonArrayBuilder refused = json.array();
        status.config().problems().forEach(problem -> refused.add(problem(problem)));
        return json.object()
                .add("state", Display.of(status.state()))
                .add("reason", status.reason())
                .add("since", status.since().toString())
                .add("asyncProfilerVersion", status.asyncProfilerVersion())
                .add("cpuEngine", status.cpuEngine())
                .add("periods", status.periods())
                .add("applications", applications)
                .add("delivery", delivery(status.delivery()))
                .add("lastPeriod", cost(status.lastPeriod()))
                .add("settings", settings)
                .add("refused", refused);
    }

    private JsonObjectBuilder application(Application application) {
        return json.object()
                .add("name", application.name())
                .add("server", application.server())
                .add("samples", application.samples())
                .add("profiles", application.profiles())
                .add("delivered", application.delivered());
    }

    private JsonObjectBuilder delivery(Delivery delivery) {
        return json.object()
                .add("socket", delivery.socket())
                .add("delivered", delivery.delivered())
                .add("deliveredBytes", delivery.deliveredBytes())
                .add("pending", delivery.pending())
                .add("pendingBytes", delivery.pendingBytes())
                .add("spooled", delivery.spooled())
                .add("spooledBytes", delivery.spooledBytes())
                .add("lost", json.object(delivery.lost()))
                .add("problem", delivery.problem())
                .add("last", last(delivery.last()));
    }

    private JsonObjectBuilder last(LastUpload last) {
        JsonObjectBuilder object = json.object();
        return last == LastUpload.NONE
                ? object
                : object.add("at", last.at().toString())
                        .add("application", last.application())
                        .add("delivered", last.delivered())
                        .add("answer", last.answer());
    }

    private JsonObjectBuilder cost(Cost cost) {
        return json.object()
                .add("durationMillis", cost.duration().toMillis())
                .add("gapMillis", cost.gap().toMillis())
                .add("samples", cost.samples())
                .add("skipped", cost.skipped())
                .add("unattributed", cost.unattributed())
                .add("threadsMillis", cost.threads().toMillis())
                .add("stackWalkingMillis", cost.stackWalking().toMillis())
                .add("conversionMillis", cost.conversion().toMillis())
                .add("recordingBytes", cost.recordingBytes())
                .add("uploadBytes", cost.uploadBytes())
                .add("heapBytes", cost.heapBytes())
                .add("nativeBytes", cost.nativeBytes());
    }

    private JsonObjectBuilder setting(ProfilerConfig config, Setting setting) {
        return json.object().add("value", config.text(setting)).add("source", Display.of(config.source(setting)));
    }

    private JsonObjectBuilder problem(ProfilerConfig.Problem problem) {
        return json.object()
                .add("key", problem.key())
                .add("value", problem.value())
                .add("reason", problem.reason())
                .add("kept", problem.kept());
    }
}
