package io.blackfire.conprof.ee.app;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Works when the container calls its I/O listeners: one half when all is read, the other when it may write. */
@WebServlet(urlPatterns = "/io", asyncSupported = true)
public final class IoServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public IoServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int units = Integer.parseInt(request.getParameter("units"));
        AsyncContext async = request.startAsync();
        request.getInputStream().setReadListener(new Reader(units / 2, units - units / 2, async));
    }

    private record Reader(int units, int later, AsyncContext async) implements ReadListener {
        @Override
        public void onDataAvailable() {
            // there is none
        }

        @Override
        public void onAllDataRead() throws IOException {
            Burner.work(units);
            ServletOutputStream out = async.getResponse().getOutputStream();
            out.setWriteListener(new Writer(later, out, async));
        }

        @Override
        public void onError(Throwable t) {
            async.complete();
        }
    }

    private record Writer(int units, ServletOutputStream out, AsyncContext async) implements WriteListener {
        @Override
        public void onWritePossible() throws IOException {
            out.print(Burner.work(units));
            async.complete();
        }

        @Override
        public void onError(Throwable t) {
            async.complete();
        }
    }
}
