package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets a bean work by a message, and answers when another says that it has. */
@WebServlet("/message")
public final class MessageServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Resource
    private transient ConnectionFactory connections;

    @Resource(lookup = Messages.QUEUE)
    private transient Queue messages;

    /** For the container. */
    public MessageServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int units = Integer.parseInt(request.getParameter("units"));
        try (JMSContext context = connections.createContext()) {
            TemporaryQueue answers = context.createTemporaryQueue();
            context.createProducer().setJMSReplyTo(answers).send(messages, Integer.valueOf(units));
            response.getWriter()
                    .print(context.createConsumer(answers).receiveBody(Long.class, TimeUnit.SECONDS.toMillis(30)));
        }
    }
}
