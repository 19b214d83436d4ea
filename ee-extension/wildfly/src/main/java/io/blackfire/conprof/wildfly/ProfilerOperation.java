package io.blackfire.conprof.wildfly;

import org.jboss.as.controller.OperationDefinition;
import org.jboss.as.controller.SimpleOperationDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.admin.Finding;

import static io.blackfire.conprof.wildfly.RuntimeDefinition.column;

/** What administrators can ask the running profiler to do. */
enum ProfilerOperation {
    START("start"),
    STOP("stop"),
    /** Tells whether the Agent took everything. */
    FLUSH("flush"),
    /** Changes nothing, so whoever may look may ask for it. */
    DOCTOR("doctor");

    private final String name;

    ProfilerOperation(String name) {
        this.name = name;
    }

    OperationDefinition definition() {
        SimpleOperationDefinitionBuilder definition = SimpleOperationDefinitionBuilder.of(
                        name, ConprofSubsystemRegistrar.RESOLVER)
                .setRuntimeOnly();
        return switch (this) {
            case START, STOP -> definition.build();
            case FLUSH -> definition.setReplyType(ModelType.BOOLEAN).build();
            case DOCTOR ->
                definition
                        .setReadOnly()
                        .setReplyType(ModelType.LIST)
                        .setReplyParameters(
                                column("check", ModelType.STRING),
                                column("level", ModelType.STRING),
                                column("seen", ModelType.STRING),
                                column("advice", ModelType.STRING))
                        .build();
        };
    }

    /** Whether it changes nothing. */
    boolean readOnly() {
        return this == DOCTOR;
    }

    /** The result; undefined when there is none. */
    ModelNode execute(ServerProfiler running) {
        return switch (this) {
            case START -> nothing(running.profiler()::start);
            case STOP -> nothing(running.profiler()::stop);
            case FLUSH -> new ModelNode(running.profiler().flush());
            case DOCTOR -> findings(running);
        };
    }

    private static ModelNode nothing(Runnable action) {
        action.run();
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
