package io.blackfire.conprof.ee.plain;

import java.io.IOException;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets an EJB of another module work. */
@WebServlet("/bean")
public final class BeanServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @EJB
    private transient WorkBean bean;

    /** For the container. */
    public BeanServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(bean.work(Integer.parseInt(request.getParameter("units"))));
    }
}
