package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets others work, and answers when they have: EJBs, the server's managed executor, a library's thread. */
@WebServlet({"/timer", "/executor", "/asynchronous", "/library"})
public final class BackgroundServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @EJB
    private transient BurnTimer timer;

    @EJB
    private transient AsynchronousBean asynchronous;

    @Resource
    private transient ManagedExecutorService executor;

    /** For the container. */
    public BackgroundServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        int units = Integer.parseInt(request.getParameter("units"));
        Future<Long> result =
                switch (request.getServletPath()) {
                    case "/timer" -> timer.fire(units);
                    case "/executor" -> executor.submit(() -> Burner.work(units));
                    case "/library" -> Burner.workOfALibrary(units);
                    default -> asynchronous.work(units);
                };
        try {
            response.getWriter().print(result.get(30, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new ServletException(e);
        }
    }
}
