package io.blackfire.conprof.wildfly;

import java.util.function.Supplier;

import org.jboss.as.controller.AbstractRuntimeOnlyHandler;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.dmr.ModelNode;

/** Registers what is there only where the profiler runs: its status and its operations. */
final class RuntimeRegistrar {
    private final Supplier<ServerProfiler> profiler;

    RuntimeRegistrar(Supplier<ServerProfiler> profiler) {
        this.profiler = profiler;
    }

    void register(ManagementResourceRegistration registration) {
        for (StatusAttribute attribute : StatusAttribute.values()) {
            Reader reader = new Reader(attribute);
            if (attribute.metric()) {
                registration.registerMetric(attribute.get(), reader);
            } else {
                registration.registerReadOnlyAttribute(attribute.get(), reader);
            }
        }
        for (ProfilerOperation operation : ProfilerOperation.values()) {
            registration.registerOperationHandler(operation.definition(), new Executor(operation));
        }
    }

    /** Undefined while there is no profiler: a server that runs for administration only, or waits for its reload. */
    private final class Reader extends AbstractRuntimeOnlyHandler {
        private final StatusAttribute attribute;

        Reader(StatusAttribute attribute) {
            this.attribute = attribute;
        }

        @Override
        protected void executeRuntimeStep(OperationContext context, ModelNode operation) {
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
            ServerProfiler running = profiler.get();
            if (running == null) {
                throw new OperationFailedException(
                        "There is no profiler: the server only runs for administration," + " or has to be reloaded");
            }
            ModelNode result = operation.execute(running.profiler());
            if (result != null) {
                context.getResult().set(result);
            }
        }
    }
}
