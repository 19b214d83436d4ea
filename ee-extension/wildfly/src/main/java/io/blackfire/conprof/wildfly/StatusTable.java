package io.blackfire.conprof.wildfly;

import java.util.function.Function;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.Display;

import static io.blackfire.conprof.wildfly.RuntimeDefinition.column;

/** What the profiler tells in more than one value. */
enum StatusTable implements Metric<ProfilerStatus> {
    APPLICATIONS(RuntimeDefinition.table(
            "applications",
            column("name", ModelType.STRING),
            column("server", ModelType.BOOLEAN),
            column("samples", ModelType.LONG),
            column("profiles", ModelType.LONG),
            column("delivered", ModelType.LONG))),
    // plain texts, since HAL shows lists of objects with commas between what may contain some
    SETTINGS(RuntimeDefinition.texts("settings-in-force")),
    SOURCES(RuntimeDefinition.texts("settings-sources")),
    REFUSED(RuntimeDefinition.lines("settings-refused"));

    private final AttributeDefinition definition;

    StatusTable(AttributeDefinition definition) {
        this.definition = definition;
    }

    @Override
    public AttributeDefinition get() {
        return definition;
    }

    @Override
    public ModelNode execute(ProfilerStatus status) {
        return switch (this) {
            case APPLICATIONS -> applications(status);
            case SETTINGS -> bySetting(setting -> status.config().text(setting));
            case SOURCES -> bySetting(setting -> Display.of(status.config().source(setting)));
            case REFUSED -> refused(status);
        };
    }

    private static ModelNode applications(ProfilerStatus status) {
        ModelNode table = new ModelNode().setEmptyList();
        for (ProfilerStatus.Application application : status.applications()) {
            ModelNode row = table.add();
            row.get("name").set(application.name());
            row.get("server").set(application.server());
            row.get("samples").set(application.samples());
            row.get("profiles").set(application.profiles());
            row.get("delivered").set(application.delivered());
        }
        return table;
    }

    private static ModelNode bySetting(Function<Setting, String> text) {
        ModelNode texts = new ModelNode().setEmptyObject();
        for (Setting setting : Setting.values()) {
            texts.get(SettingAttributes.name(setting)).set(text.apply(setting));
        }
        return texts;
    }

    private static ModelNode refused(ProfilerStatus status) {
        ModelNode lines = new ModelNode().setEmptyList();
        for (ProfilerConfig.Problem problem : status.config().problems()) {
            lines.add(problem.toString());
        }
        return lines;
    }
}
