package io.blackfire.conprof.servlet;

import java.io.IOException;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import io.blackfire.conprof.Deployment;

/**
 * Marks requests to an application, what they are dispatched to, and what they do asynchronously. For the adapters of all
 * servers that have no hook of their own around requests. Nothing that goes wrong in it reaches a request.
 */
public final class RequestMarking implements Filter {
    private static final Deployment.Task<FilterChain, ServletRequest, ServletResponse, Void, Exception> PROCEED =
            (chain, request, response) -> {
                chain.doFilter(request, response);
                return null;
            };

    private static final String NAME = "blackfire-conprof";

    private final Deployment deployment;

    private RequestMarking(Deployment deployment) {
        this.deployment = deployment;
    }

    /**
     * Puts it before all other filters of an application, unless it is there already. To be called while that starts.
     *
     * @throws IllegalStateException when it has started
     */
    public static void install(ServletContext context, Deployment deployment) {
        FilterRegistration.Dynamic filter = context.addFilter(NAME, new RequestMarking(deployment));
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        }
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
