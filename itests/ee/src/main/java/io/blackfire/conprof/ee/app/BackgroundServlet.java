package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets others work, and answers when they have: EJBs, messages, the server's managed executor, a library's thread. */
@WebServlet({"/timer", "/executor", "/asynchronous", "/message", "/library"})
public final class BackgroundServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @EJB
    private transient BurnTimer timer;

    @EJB
    private transient AsynchronousBean asynchronous;

    @Resource
    private transient ManagedExecutorService executor;

    @Resource
    private transient ConnectionFactory connections;

    @Resource(lookup = Messages.QUEUE)
    private transient Queue messages;

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
                    case "/asynchronous" -> asynchronous.work(units);
                    default -> CompletableFuture.completedFuture(message(units));
                };
        try {
            response.getWriter().print(result.get(30, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new ServletException(e);
        }
    }

    private long message(int units) {
        try (JMSContext context = connections.createContext()) {
            TemporaryQueue answers = context.createTemporaryQueue();
            context.createProducer().setJMSReplyTo(answers).send(messages, Integer.valueOf(units));
            return context.createConsumer(answers).receiveBody(Long.class, TimeUnit.SECONDS.toMillis(30));
        }
    }
}
