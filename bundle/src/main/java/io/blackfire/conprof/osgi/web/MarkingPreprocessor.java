package io.blackfire.conprof.osgi.web;

import java.io.IOException;

import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

import org.osgi.service.http.whiteboard.Preprocessor;

/** Marks requests to servlets of the whiteboard and of HttpService. */
final class MarkingPreprocessor implements Preprocessor {
    private final RequestOwner owner;

    MarkingPreprocessor(RequestOwner owner) {
        this.owner = owner;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        owner.run(chain, request, response);
    }
}
