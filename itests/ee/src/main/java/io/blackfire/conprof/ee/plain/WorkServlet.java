package io.blackfire.conprof.ee.plain;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.blackfire.conprof.apps.work.Work;

/** Works in the request; needs nothing but servlets. */
@WebServlet("/work")
public final class WorkServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private transient Work work;

    /** For the container. */
    public WorkServlet() {}

    @Override
    public void init() {
        work = new Work();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(work.units(Integer.parseInt(request.getParameter("units"))));
    }
}
