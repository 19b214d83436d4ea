package io.blackfire.conprof.ee.inject;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.blackfire.conprof.Profiler;

/** What servlets of an application's modules extend that lies in its library. */
public abstract class ProfiledBase extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Profiler profiler;

    /** For servlets. */
    protected ProfiledBase() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(profiler.status().state());
    }
}
