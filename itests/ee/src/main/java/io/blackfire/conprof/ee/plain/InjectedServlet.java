package io.blackfire.conprof.ee.plain;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.blackfire.conprof.Profiler;

/** Has an EJB, the injected profiler and a session: all that a server may keep of an application. */
@WebServlet("/injected")
public final class InjectedServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient WorkBean bean;

    @Inject
    private transient Profiler profiler;

    /** For the container. */
    public InjectedServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().setAttribute("bean", bean.work(1));
        response.getWriter().print(profiler.status().state());
    }
}
