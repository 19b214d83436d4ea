package io.blackfire.conprof.ee.plain;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What {@link InjectedServlet} does, without the profiler. */
@WebServlet("/bean-and-session")
public final class SessionBeanServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient WorkBean bean;

    /** For the container. */
    public SessionBeanServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().setAttribute("bean", bean.work(1));
        response.getWriter().print("done");
    }
}
