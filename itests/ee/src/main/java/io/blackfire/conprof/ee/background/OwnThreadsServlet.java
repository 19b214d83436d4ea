package io.blackfire.conprof.ee.background;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntToLongFunction;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Works where the server does not know whose work it is: in threads that the application or the JVM started, and in batch jobs.
 * And in what is made while it runs: a page's class, a hidden one.
 */
@WebServlet("/own/*")
public final class OwnThreadsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private transient ExecutorService pool;

    /** For the container. */
    public OwnThreadsServlet() {}

    @Override
    public void init() {
        pool = Executors.newSingleThreadExecutor();
        IntToLongFunction page = OwnWork::page;
        getServletContext().setAttribute("page", page);
    }

    @Override
    public void destroy() {
        pool.shutdown();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String way = request.getPathInfo().substring(1);
        if (way.equals("page")) {
            request.getRequestDispatcher("/page.jsp").forward(request, response);
            return;
        }
        if (way.equals("ways")) {
            response.getWriter().print(String.join(",", ways()));
            return;
        }
        int units = Integer.parseInt(request.getParameter("units"));
        try {
            response.getWriter().print(work(way, units).get(30, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new ServletException(e);
        }
    }

    /** What this server and its JVM can do. */
    private List<String> ways() {
        List<String> ways = new ArrayList<>(
                List.of("thread", "pool", "stage", "common", "parallel", "initialiser", "deep", "page", "script"));
        if (getClass().getResource("WorkBatchlet.class") != null) {
            ways.add("batch");
        }
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            ways.add("virtual");
        }
        return ways;
    }

    private Future<Long> work(String way, int units) {
        return switch (way) {
            case "thread" -> inThread(() -> OwnWork.thread(units));
            case "pool" -> pool.submit(() -> OwnWork.pool(units));
            case "batch" -> inBatch(units);
            case "stage" -> CompletableFuture.supplyAsync(() -> units).thenApplyAsync(OwnWork::stage);
            case "common" -> ForkJoinPool.commonPool().submit(() -> OwnWork.common(units));
            case "parallel" -> inThread(() -> OwnWork.parallel(units));
            case "virtual" -> inVirtualThread(() -> OwnWork.virtual(units));
            case "initialiser" -> inThread(() -> OwnWork.initialise(units));
            case "script" -> inThread(OwnWork.script(units));
            case "deep" -> inThread(() -> OwnWork.deep(units));
            default -> throw new IllegalArgumentException(way);
        };
    }

    private static Future<Long> inThread(Callable<Long> work) {
        FutureTask<Long> task = new FutureTask<>(work);
        new Thread(task, "of the application").start();
        return task;
    }

    private static Future<Long> inVirtualThread(Callable<Long> work) {
        FutureTask<Long> task = new FutureTask<>(work);
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a JVM without virtual threads", e);
        }
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
