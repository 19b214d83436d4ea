package io.blackfire.conprof.wildfly;

import java.util.function.Supplier;

import org.jboss.as.controller.AbstractWriteAttributeHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.PathAddress;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.ProfilerConfig;

/** Puts a changed setting in force at once, without a reload. */
final class SettingWriteHandler extends AbstractWriteAttributeHandler<ProfilerConfig> {
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
            HandbackHolder<ProfilerConfig> handback) {
        ServerProfiler running = profiler.get();
        if (running != null) {
            ModelNode model = context.readResource(PathAddress.EMPTY_ADDRESS).getModel();
            handback.setHandback(running.configure(ConfiguredSettings.of(context, model)));
        }
        return false;
    }

    @Override
    protected void revertUpdateToRuntime(
            OperationContext context,
            ModelNode operation,
            String attribute,
            ModelNode before,
            ModelNode value,
            ProfilerConfig inForceBefore) {
        ServerProfiler running = profiler.get();
        if (running != null && inForceBefore != null) {
            running.configure(inForceBefore);
        }
    }
}
