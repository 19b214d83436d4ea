package io.blackfire.conprof.servlet;

import java.io.IOException;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

import io.blackfire.conprof.Deployment;

/**
 * Marks what an application does when the time of a request is over, or when it ends.
 *
 * @param deployment whose it is
 * @param listener the application's
 */
record MarkedAsyncListener(Deployment deployment, AsyncListener listener) implements AsyncListener {
    private static final Deployment.Task<AsyncListener, AsyncEvent, Void, Void, IOException> COMPLETE =
            (listener, event, none) -> {
                listener.onComplete(event);
                return null;
            };
    private static final Deployment.Task<AsyncListener, AsyncEvent, Void, Void, IOException> TIMEOUT =
            (listener, event, none) -> {
                listener.onTimeout(event);
                return null;
            };
    private static final Deployment.Task<AsyncListener, AsyncEvent, Void, Void, IOException> ERROR =
            (listener, event, none) -> {
                listener.onError(event);
                return null;
            };
    private static final Deployment.Task<AsyncListener, AsyncEvent, Void, Void, IOException> START =
            (listener, event, none) -> {
                listener.onStartAsync(event);
                return null;
            };

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        deployment.call(COMPLETE, listener, event, null);
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        deployment.call(TIMEOUT, listener, event, null);
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        deployment.call(ERROR, listener, event, null);
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        deployment.call(START, listener, event, null);
    }
}
