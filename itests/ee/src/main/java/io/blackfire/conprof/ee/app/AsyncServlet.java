package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Works in another thread of the container, after the request's own has returned. */
@WebServlet(urlPatterns = "/async", asyncSupported = true)
public final class AsyncServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public AsyncServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        int units = Integer.parseInt(request.getParameter("units"));
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                response.getWriter().print(Burner.work(units));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                async.complete();
            }
        });
    }
}
