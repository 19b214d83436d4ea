package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.InetAddress;

import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** The subsystem of the running server, through its management interface. */
final class Subsystem implements AutoCloseable {
    private static final ModelNode ADDRESS = Operations.createAddress("subsystem", "blackfire-conprof");

    private final ModelControllerClient client;

    Subsystem() {
        client = ModelControllerClient.Factory.create(
                InetAddress.getLoopbackAddress(), Integer.getInteger("wildfly.management.port"));
    }

    /** The result of an operation on the subsystem; an AssertionError with the server's words when it fails. */
    ModelNode call(String operation) throws IOException {
        return result(client.execute(Operations.createOperation(operation, ADDRESS)));
    }

    ModelNode read(String attribute) throws IOException {
        return result(client.execute(Operations.createReadAttributeOperation(ADDRESS, attribute)));
    }

    void write(String attribute, String value) throws IOException {
        result(client.execute(Operations.createWriteAttributeOperation(ADDRESS, attribute, value)));
    }

    void undefine(String attribute) throws IOException {
        result(client.execute(Operations.createUndefineAttributeOperation(ADDRESS, attribute)));
    }

    private static ModelNode result(ModelNode answer) {
        if (!Operations.isSuccessfulOutcome(answer)) {
            throw new AssertionError(Operations.getFailureDescription(answer).asString());
        }
        return Operations.readResult(answer);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
