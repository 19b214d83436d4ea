package io.blackfire.conprof.ee.app;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Works in the request. */
@WebServlet({"/servlet", "/burn"})
public final class BurnServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public BurnServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(Burner.work(Integer.parseInt(request.getParameter("units"))));
    }
}
