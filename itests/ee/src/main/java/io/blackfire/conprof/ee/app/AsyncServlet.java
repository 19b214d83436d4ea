package io.blackfire.conprof.ee.app;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Works after the request's own thread has returned: as the container is told to, dispatched, or when the time is over. */
@WebServlet(
        urlPatterns = {"/async", "/dispatch", "/timeout"},
        asyncSupported = true)
public final class AsyncServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public AsyncServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        int units = Integer.parseInt(request.getParameter("units"));
        AsyncContext async = request.startAsync();
        switch (request.getServletPath()) {
            case "/async" -> async.start(() -> Burner.answer(units, async));
            case "/dispatch" -> async.dispatch("/servlet?units=" + units);
            default -> {
                async.setTimeout(1);
                async.addListener(new AtTimeout(units));
            }
        }
    }

    private record AtTimeout(int units) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            Burner.answer(units, event.getAsyncContext());
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // all is done
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            throw new IOException(event.getThrowable());
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // not again
        }
    }
}
