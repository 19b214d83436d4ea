package io.blackfire.conprof.osgi.web;

import java.io.IOException;

import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

/** Marks requests to web application bundles. */
final class MarkingFilter implements Filter {
    private final RequestOwner owner;
    private final Offer offer;

    MarkingFilter(RequestOwner owner, Offer offer) {
        this.owner = owner;
        this.offer = offer;
    }

    @Override
    public void init(FilterConfig config) {
        offer.taken();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        owner.run(chain, request, response);
    }

    @Override
    public void destroy() {
        offer.dropped();
    }
}
