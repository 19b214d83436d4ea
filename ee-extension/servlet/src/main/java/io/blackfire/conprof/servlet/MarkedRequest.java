package io.blackfire.conprof.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import io.blackfire.conprof.Deployment;

/**
 * A request that may go on after the filter has returned. The server tells nobody when it runs what was given to
 * {@link AsyncContext#start}, and does so in threads that all applications share; their context class loader is the one of
 * whoever needed a new thread first.
 */
final class MarkedRequest extends HttpServletRequestWrapper {
    private final Deployment deployment;

    MarkedRequest(Deployment deployment, HttpServletRequest request) {
        super(request);
        this.deployment = deployment;
    }

    @Override
    public AsyncContext startAsync() {
        return new MarkedAsyncContext(deployment, super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        // whether the application has wrapped it makes a difference to the server, and we are not the application
        return new MarkedAsyncContext(deployment, super.startAsync(request == this ? getRequest() : request, response));
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new MarkedAsyncContext(deployment, super.getAsyncContext());
    }
}
