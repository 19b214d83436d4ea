package io.blackfire.conprof.ee.inject;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.blackfire.conprof.Profiler;

/** Uses the profiler of the server, as it is injected, and tells what it says. */
@WebServlet({"/state", "/flush", "/stop"})
public final class ProfilerServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Profiler profiler;

    /** For the container. */
    public ProfilerServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter()
                .print(
                        switch (request.getServletPath()) {
                            case "/state" -> profiler.status().state();
                            case "/flush" -> profiler.flush();
                            default -> stop();
                        });
    }

    private String stop() {
        try {
            profiler.stop();
            return "stopped";
        } catch (UnsupportedOperationException e) {
            return e.getMessage();
        }
    }
}
