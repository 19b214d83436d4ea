package io.blackfire.conprof.wildfly;

import java.util.function.Supplier;

import org.jboss.as.controller.AbstractWriteAttributeHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationContext.Stage;
import org.jboss.as.controller.PathAddress;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.ProfilerConfig;

/** Puts a changed setting in force at once, without a reload. */
final class SettingWriteHandler extends AbstractWriteAttributeHandler<Void> {
    private final Supplier<ServerProfiler> profiler;

    SettingWriteHandler(Supplier<ServerProfiler> profiler) {
        this.profiler = profiler;
    }

    /** In a step of its own, with its own way back: {@link #revertUpdateToRuntime} is not called for each value that was there. */
    @Override
    protected boolean applyUpdateToRuntime(
            OperationContext context,
            ModelNode operation,
            String attribute,
            ModelNode value,
            ModelNode before,
            HandbackHolder<Void> handback) {
        context.addStep((step, same) -> putInForce(step), Stage.RUNTIME);
        return false;
    }

    private void putInForce(OperationContext context) {
        ServerProfiler running = profiler.get();
        if (running != null) {
            ModelNode model = context.readResource(PathAddress.EMPTY_ADDRESS).getModel();
            ProfilerConfig before = running.configure(ConfiguredSettings.of(context, model));
            context.completeStep((rolledBack, same) -> running.configure(before));
        }
    }

    /** Not when the value before is an expression that cannot be resolved. */
    @Override
    protected void revertUpdateToRuntime(
            OperationContext context,
            ModelNode operation,
            String attribute,
            ModelNode before,
            ModelNode value,
            Void handback) {
        // the step that put it in force does
    }
}
