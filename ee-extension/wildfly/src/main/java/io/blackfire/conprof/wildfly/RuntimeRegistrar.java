package io.blackfire.conprof.wildfly;

import java.util.EnumSet;
import java.util.function.Supplier;

import org.jboss.as.controller.AbstractRuntimeOnlyHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.access.Action;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.dmr.ModelNode;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.ProfilerStatus;

/** Registers what is there only where the profiler runs: its status and its operations. */
final class RuntimeRegistrar {
    private final Supplier<ServerProfiler> profiler;

    RuntimeRegistrar(Supplier<ServerProfiler> profiler) {
        this.profiler = profiler;
    }

    void register(ManagementResourceRegistration registration) {
        for (StatusAttribute attribute : StatusAttribute.values()) {
            if (RuntimeDefinition.metric(attribute.get())) {
                registration.registerMetric(attribute.get(), new Reader(attribute));
            } else {
                registration.registerReadOnlyAttribute(attribute.get(), new Reader(attribute));
            }
        }
        for (StatusTable table : StatusTable.values()) {
            registration.registerReadOnlyAttribute(table.get(), new Reader(table));
        }
        for (ProfilerOperation operation : ProfilerOperation.values()) {
            registration.registerOperationHandler(operation.definition(), new Executor(operation));
        }
    }

    /** Undefined while there is no profiler: a server that runs for administration only, or waits for its reload. */
    private final class Reader extends AbstractRuntimeOnlyHandler {
        private final Metric<ProfilerStatus> attribute;

        Reader(Metric<ProfilerStatus> attribute) {
            this.attribute = attribute;
        }

        @Override
        protected void executeRuntimeStep(OperationContext context, ModelNode operation)
                throws OperationFailedException {
            ServerProfiler running = profiler.get();
            if (running != null) {
                context.getResult().set(attribute.execute(running.profiler().status()));
            }
        }
    }

    private final class Executor extends AbstractRuntimeOnlyHandler {
        private final ProfilerOperation operation;

        Executor(ProfilerOperation operation) {
            this.operation = operation;
        }

        @Override
        protected void executeRuntimeStep(OperationContext context, ModelNode request) throws OperationFailedException {
            if (!operation.readOnly()) {
                // the server asks by itself only where a handler touches services or the model
                context.authorize(request, EnumSet.of(Action.ActionEffect.WRITE_RUNTIME))
                        .failIfDenied(request, context.getCurrentAddress());
            }
            ServerProfiler running = profiler.get();
            if (running == null) {
                throw new OperationFailedException(
                        "There is no profiler: the server only runs for administration, or has to be reloaded");
            }
            context.getResult().set(operation.execute(running));
        }
    }
}
