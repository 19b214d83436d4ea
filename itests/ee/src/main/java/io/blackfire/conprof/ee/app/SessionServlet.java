package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Makes a session that expires at once: its work is done then, by a listener. Answers with its name; who asks for that gets the
 * result, in a request without a session, as no session ends while its request lasts.
 */
@WebServlet("/session")
public final class SessionServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String WORK = "work";

    /** For the container. */
    public SessionServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String name = request.getParameter("of");
        response.getWriter().print(name == null ? begin(request) : result(name));
    }

    private String begin(HttpServletRequest request) {
        Work work = new Work(Integer.parseInt(request.getParameter("units")), new CompletableFuture<>());
        HttpSession session = request.getSession();
        session.setAttribute(WORK, work);
        session.setMaxInactiveInterval(1);
        getServletContext().setAttribute(session.getId(), work);
        return session.getId();
    }

    private long result(String name) throws ServletException {
        try {
            return ((Work) getServletContext().getAttribute(name)).result.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new ServletException(e);
        }
    }

    private record Work(int units, CompletableFuture<Long> result) {}

    /** Works when a session is over. */
    @WebListener
    public static final class AtEnd implements HttpSessionListener {
        /** For the container. */
        public AtEnd() {}

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            if (event.getSession().getAttribute(WORK) instanceof Work work) {
                work.result.complete(Burner.work(work.units));
            }
        }
    }
}
