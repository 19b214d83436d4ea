package io.blackfire.conprof.ee.inject;

import jakarta.servlet.annotation.WebServlet;

/** Has the profiler injected by what it extends. */
@WebServlet("/state")
public final class InheritingServlet extends ProfiledBase {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public InheritingServlet() {}
}
