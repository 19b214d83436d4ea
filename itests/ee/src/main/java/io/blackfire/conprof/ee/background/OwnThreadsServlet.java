package io.blackfire.conprof.ee.background;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Works where the server does not know whose work it is: in threads that the application started, and in batch jobs. */
@WebServlet({"/thread", "/pool", "/batch"})
public final class OwnThreadsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private transient ExecutorService pool;

    /** For the container. */
    public OwnThreadsServlet() {}

    @Override
    public void init() {
        pool = Executors.newSingleThreadExecutor();
        OwnWork.work(0);
    }

    @Override
    public void destroy() {
        pool.shutdown();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        int units = Integer.parseInt(request.getParameter("units"));
        Future<Long> result =
                switch (request.getServletPath()) {
                    case "/thread" -> inThread(units);
                    case "/pool" -> pool.submit(() -> OwnWork.work(units));
                    default -> inBatch(units);
                };
        try {
            response.getWriter().print(result.get(30, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new ServletException(e);
        }
    }

    private static Future<Long> inThread(int units) {
        FutureTask<Long> task = new FutureTask<>(() -> OwnWork.work(units));
        new Thread(task, "of the application").start();
        return task;
    }

    private static Future<Long> inBatch(int units) {
        Properties parameters = new Properties();
        parameters.setProperty("units", Integer.toString(units));
        Future<Long> result = WorkBatchlet.expect();
        BatchRuntime.getJobOperator().start("work", parameters);
        return result;
    }
}
