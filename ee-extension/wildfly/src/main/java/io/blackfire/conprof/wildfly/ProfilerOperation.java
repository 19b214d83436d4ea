package io.blackfire.conprof.wildfly;

import java.util.function.Consumer;
import java.util.function.Function;

import org.jboss.as.controller.OperationDefinition;
import org.jboss.as.controller.SimpleOperationDefinitionBuilder;
import org.jboss.as.controller.registry.OperationEntry;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Finding;

import static io.blackfire.conprof.wildfly.RuntimeDefinition.column;

/** What administrators can ask the running profiler to do. */
enum ProfilerOperation {
    START("start", definition -> {}, running -> nothing(running.profiler(), Profiler::start)),
    STOP("stop", definition -> {}, running -> nothing(running.profiler(), Profiler::stop)),
    /** Tells whether the Agent took everything. */
    FLUSH(
            "flush",
            definition -> definition.setReplyType(ModelType.BOOLEAN),
            running -> new ModelNode(running.profiler().flush())),
    /** Changes nothing, so whoever may look may ask for it. */
    DOCTOR(
            "doctor",
            definition -> definition
                    .setReadOnly()
                    .setReplyType(ModelType.LIST)
                    .setReplyParameters(
                            column("check", ModelType.STRING),
                            column("level", ModelType.STRING),
                            column("seen", ModelType.STRING),
                            column("advice", ModelType.STRING)),
            ProfilerOperation::findings);

    private final String name;
    private final Consumer<SimpleOperationDefinitionBuilder> more;
    private final Function<ServerProfiler, ModelNode> action;

    ProfilerOperation(
            String name, Consumer<SimpleOperationDefinitionBuilder> more, Function<ServerProfiler, ModelNode> action) {
        this.name = name;
        this.more = more;
        this.action = action;
    }

    OperationDefinition definition() {
        SimpleOperationDefinitionBuilder definition = SimpleOperationDefinitionBuilder.of(
                        name, new SettingDescriptions())
                .setRuntimeOnly();
        more.accept(definition);
        return definition.build();
    }

    /** Whether it changes nothing. */
    boolean readOnly() {
        return definition().getFlags().contains(OperationEntry.Flag.READ_ONLY);
    }

    /** The result; undefined when there is none. */
    ModelNode execute(ServerProfiler running) {
        return action.apply(running);
    }

    private static ModelNode nothing(Profiler profiler, Consumer<Profiler> action) {
        action.accept(profiler);
        return new ModelNode();
    }

    private static ModelNode findings(ServerProfiler running) {
        ModelNode findings = new ModelNode().setEmptyList();
        for (Finding finding : running.examine()) {
            ModelNode row = findings.add();
            row.get("check").set(finding.check());
            row.get("level").set(finding.level().name());
            row.get("seen").set(finding.seen());
            row.get("advice").set(RuntimeDefinition.orUndefined(finding.advice()));
        }
        return findings;
    }
}
