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
        this(ModelControllerClient.Factory.create(
                InetAddress.getLoopbackAddress(), Integer.getInteger("wildfly.management.port")));
    }

    /** The subsystem of a server, as one who may do everything. */
    Subsystem(WildFlyServer server) {
        this(ModelControllerClient.Factory.create(InetAddress.getLoopbackAddress(), server.managementPort()));
    }

    Subsystem(ModelControllerClient client) {
        this.client = client;
    }

    /** The result of an operation on the subsystem; an AssertionError with the server's words when it fails. */
    ModelNode call(String operation) throws IOException {
        return call(Operations.createOperation(operation, ADDRESS));
    }

    /** The result of any operation; an AssertionError with the server's words when it fails. */
    ModelNode call(ModelNode operation) throws IOException {
        ModelNode answer = client.execute(operation);
        if (!Operations.isSuccessfulOutcome(answer)) {
            throw new AssertionError(Operations.getFailureDescription(answer).asString());
        }
        return Operations.readResult(answer);
    }

    ModelNode read(String attribute) throws IOException {
        return call(Operations.createReadAttributeOperation(ADDRESS, attribute));
    }

    /** All that there is to be read. */
    ModelNode status() throws IOException {
        ModelNode operation = Operations.createReadResourceOperation(ADDRESS);
        operation.get("include-runtime").set(true);
        return call(operation);
    }

    /** What is in the configuration, and nothing else. */
    ModelNode configured() throws IOException {
        ModelNode operation = Operations.createReadResourceOperation(ADDRESS);
        operation.get("include-defaults").set(false);
        return call(operation);
    }

    /** What the server says that the subsystem has. */
    ModelNode description() throws IOException {
        ModelNode operation = Operations.createOperation("read-resource-description", ADDRESS);
        operation.get("operations").set(true);
        return call(operation);
    }

    void write(String attribute, String value) throws IOException {
        call(Operations.createWriteAttributeOperation(ADDRESS, attribute, value));
    }

    /** Writes both, or none if one of them is refused. */
    void writeBoth(String attribute, String value, String other, String otherValue) throws IOException {
        call(Operations.CompositeOperationBuilder.create()
                .addStep(Operations.createWriteAttributeOperation(ADDRESS, attribute, value))
                .addStep(Operations.createWriteAttributeOperation(ADDRESS, other, otherValue))
                .build()
                .getOperation());
    }

    void undefine(String attribute) throws IOException {
        call(Operations.createUndefineAttributeOperation(ADDRESS, attribute));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
