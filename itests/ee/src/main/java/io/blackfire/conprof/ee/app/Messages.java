package io.blackfire.conprof.ee.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Works when a message comes, and answers with another. */
@JMSDestinationDefinition(name = Messages.QUEUE, interfaceName = "jakarta.jms.Queue")
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Messages.QUEUE),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class Messages implements MessageListener {
    static final String QUEUE = "java:app/jms/work";

    @Resource
    private ConnectionFactory connections;

    /** For the container. */
    public Messages() {}

    @Override
    public void onMessage(Message message) {
        try (JMSContext context = connections.createContext()) {
            long result = Burner.work(message.getBody(Integer.class));
            context.createProducer().send(message.getJMSReplyTo(), result);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
