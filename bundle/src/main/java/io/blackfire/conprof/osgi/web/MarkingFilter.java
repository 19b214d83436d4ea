package io.blackfire.conprof.osgi.web;

import java.io.IOException;

import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

/** Marks requests to web application bundles. */
final class MarkingFilter implements Filter {
    private final RequestOwner owner;

    MarkingFilter(RequestOwner owner) {
        this.owner = owner;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        owner.run(chain, request, response);
    }
}
