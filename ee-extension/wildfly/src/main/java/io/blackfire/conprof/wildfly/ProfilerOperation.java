package io.blackfire.conprof.wildfly;

import java.util.function.Function;

import org.jboss.as.controller.OperationDefinition;
import org.jboss.as.controller.SimpleOperationDefinitionBuilder;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;

import io.blackfire.conprof.Profiler;

/** What administrators can ask the running profiler to do. */
enum ProfilerOperation {
    START("start", null, profiler -> {
        profiler.start();
        return null;
    }),
    STOP("stop", null, profiler -> {
        profiler.stop();
        return null;
    }),
    /** Tells whether the Agent took everything. */
    FLUSH("flush", ModelType.BOOLEAN, profiler -> new ModelNode(profiler.flush()));

    private final String name;
    private final ModelType reply;
    private final Function<Profiler, ModelNode> action;

    ProfilerOperation(String name, ModelType reply, Function<Profiler, ModelNode> action) {
        this.name = name;
        this.reply = reply;
        this.action = action;
    }

    OperationDefinition definition() {
        SimpleOperationDefinitionBuilder definition = SimpleOperationDefinitionBuilder.of(
                        name, new SettingDescriptions())
                .setRuntimeOnly();
        if (reply != null) {
            definition.setReplyType(reply);
        }
        return definition.build();
    }

    /** The result, or null. */
    ModelNode execute(Profiler profiler) {
        return action.apply(profiler);
    }
}
