package io.blackfire.conprof.ee.plain;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.blackfire.conprof.apps.work.Work;

/** Works in the request, and answers what CPU time that took, in nanoseconds; needs nothing but servlets. */
@WebServlet("/work")
public final class WorkServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private transient Work work;

    /** For the container. */
    public WorkServlet() {}

    @Override
    public void init() {
        work = new Work();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = THREADS.getCurrentThreadCpuTime();
        work.units(Integer.parseInt(request.getParameter("units")));
        response.getWriter().print(THREADS.getCurrentThreadCpuTime() - start);
    }
}
