package io.blackfire.conprof.wildfly;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.api.ThreadSetupHandler;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.wildfly.extension.undertow.deployment.UndertowAttachments;

import io.blackfire.conprof.Deployment;

/** Marks what Undertow runs for a deployment: requests, dispatches, listeners, sessions, endpoints, its start and stop. */
record RequestMarking(Deployment deployment) implements ThreadSetupHandler {

    static void install(DeploymentUnit unit, Deployment deployment) {
        unit.addToAttachmentList(UndertowAttachments.UNDERTOW_THREAD_SETUP_ACTIONS, new RequestMarking(deployment));
    }

    @Override
    public <T, C> Action<T, C> create(Action<T, C> action) {
        return new Marked<>(deployment, action);
    }

    private record Marked<T, C>(Deployment deployment, Action<T, C> action) implements Action<T, C> {
        @Override
        public T call(HttpServerExchange exchange, C context) throws Exception {
            Deployment.Task<Action<T, C>, HttpServerExchange, C, T, Exception> call = Action::call;
            return deployment.call(call, action, exchange, context);
        }
    }
}
