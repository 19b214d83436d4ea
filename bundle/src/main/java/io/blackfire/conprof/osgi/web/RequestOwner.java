package io.blackfire.conprof.osgi.web;

import java.io.IOException;

import javax.servlet.FilterChain;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.osgi.ApplicationTracker;

/** Runs the rest of a request as the application that owns its target. */
final class RequestOwner {
    // a constant, so that a request allocates nothing here
    private static final Deployment.Task<FilterChain, ServletRequest, ServletResponse, Void, Exception> REST =
            (chain, request, response) -> {
                chain.doFilter(request, response);
                return null;
            };

    private final ApplicationTracker applications;

    RequestOwner(ApplicationTracker applications) {
        this.applications = applications;
    }

    /**
     * The class loader of the target's servlet context decides: that of the bundle which registered the servlet, or
     * that of a web application bundle. Where no servlet matches, or the context belongs to several bundles, it is
     * neither, and nothing is marked.
     */
    void run(FilterChain chain, ServletRequest request, ServletResponse response) throws IOException, ServletException {
        Deployment owner = target(request);
        if (owner == null) {
            chain.doFilter(request, response);
            return;
        }
        try {
            owner.call(REST, chain, request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** A container that does not say must not fail a request. */
    private Deployment target(ServletRequest request) {
        try {
            ServletContext target = request.getServletContext();
            return target == null ? null : applications.owner(target.getClassLoader());
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
