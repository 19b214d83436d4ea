package io.blackfire.conprof.wildfly;

import java.util.function.Supplier;

import org.jboss.as.controller.AbstractWriteAttributeHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.PathAddress;
import org.jboss.dmr.ModelNode;

/** Puts a changed setting in force at once, without a reload. */
final class SettingWriteHandler extends AbstractWriteAttributeHandler<Void> {
    private final Supplier<ServerProfiler> profiler;

    SettingWriteHandler(Supplier<ServerProfiler> profiler) {
        this.profiler = profiler;
    }

    @Override
    protected boolean applyUpdateToRuntime(
            OperationContext context,
            ModelNode operation,
            String attribute,
            ModelNode value,
            ModelNode before,
            HandbackHolder<Void> handback)
            throws OperationFailedException {
        configure(context, context.readResource(PathAddress.EMPTY_ADDRESS).getModel());
        return false;
    }

    @Override
    protected void revertUpdateToRuntime(
            OperationContext context,
            ModelNode operation,
            String attribute,
            ModelNode before,
            ModelNode value,
            Void none)
            throws OperationFailedException {
        ModelNode model =
                context.readResource(PathAddress.EMPTY_ADDRESS).getModel().clone();
        model.get(attribute).set(before);
        configure(context, model);
    }

    private void configure(OperationContext context, ModelNode model) throws OperationFailedException {
        ServerProfiler running = profiler.get();
        if (running != null) {
            running.configure(SettingAttributes.values(context, model));
        }
    }
}
