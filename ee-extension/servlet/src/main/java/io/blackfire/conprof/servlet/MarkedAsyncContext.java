package io.blackfire.conprof.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import io.blackfire.conprof.Deployment;

/**
 * Marks what an application does with a request after its thread has returned.
 *
 * @param deployment whose it is
 * @param async the server's
 */
record MarkedAsyncContext(Deployment deployment, AsyncContext async) implements AsyncContext {

    @Override
    public void start(Runnable work) {
        async.start(() -> deployment.run(work));
    }

    @Override
    public void addListener(AsyncListener listener) {
        async.addListener(new MarkedAsyncListener(deployment, listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        async.addListener(new MarkedAsyncListener(deployment, listener), request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return async.createListener(type);
    }

    @Override
    public ServletRequest getRequest() {
        return async.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return async.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return async.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        async.dispatch();
    }

    @Override
    public void dispatch(String path) {
        async.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        async.dispatch(context, path);
    }

    @Override
    public void complete() {
        async.complete();
    }

    @Override
    public void setTimeout(long timeout) {
        async.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return async.getTimeout();
    }
}
