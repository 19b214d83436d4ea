package io.blackfire.conprof.ee.app;

import java.io.IOException;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets another application of the server work: includes its response, calls its remote EJB, has that commit a transaction. */
@WebServlet({"/include", "/remote", "/commit"})
public final class NeighbourServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public NeighbourServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String neighbour = request.getParameter("neighbour");
        int units = Integer.parseInt(request.getParameter("units"));
        switch (request.getServletPath()) {
            case "/include" ->
                getServletContext()
                        .getContext("/" + neighbour)
                        .getRequestDispatcher("/servlet?units=" + units)
                        .include(request, response);
            case "/remote" -> response.getWriter().print(remote(neighbour).work(units));
            default -> remote(neighbour).workAtCommit(units);
        }
    }

    private static RemoteWork remote(String neighbour) throws ServletException {
        try {
            return InitialContext.doLookup(
                    "java:global/" + neighbour + "/RemoteWorkBean!" + RemoteWork.class.getName());
        } catch (NamingException e) {
            throw new ServletException(e);
        }
    }
}
