package io.blackfire.conprof.ee.inject;

import java.io.IOException;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Asks the bean of another module. */
@WebServlet("/state-by-bean")
public final class StateOfBeanServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @EJB
    private transient StateBean bean;

    /** For the container. */
    public StateOfBeanServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(bean.state());
    }
}
