package io.blackfire.conprof.payara.marking;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import io.blackfire.conprof.Deployment;

/** Marks requests to an application, and what they are dispatched to. */
final class RequestMarking implements Filter {
    private static final Deployment.Task<FilterChain, ServletRequest, ServletResponse, Void, Exception> PROCEED =
            (chain, request, response) -> {
                chain.doFilter(request, response);
                return null;
            };

    private final Deployment deployment;

    RequestMarking(Deployment deployment) {
        this.deployment = deployment;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            deployment.call(PROCEED, chain, marked(request), response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // the chain throws no other
            throw new ServletException(e);
        }
    }

    private ServletRequest marked(ServletRequest request) {
        return request instanceof HttpServletRequest http && http.isAsyncSupported()
                ? new MarkedRequest(deployment, http)
                : request;
    }
}
