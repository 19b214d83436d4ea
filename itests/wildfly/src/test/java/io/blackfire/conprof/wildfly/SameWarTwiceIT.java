package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

import io.blackfire.conprof.ee.SameWarTwice;

import static org.assertj.core.api.Assertions.assertThat;

class SameWarTwiceIT extends SameWarTwice {
    @Override
    protected URI server() {
        return URI.create("http://127.0.0.1:28080");
    }

    @Override
    protected void configure(String agentSocket) throws IOException {
        ModelNode address = Operations.createAddress("subsystem", "blackfire-conprof");
        try (ModelControllerClient client = ModelControllerClient.Factory.create("127.0.0.1", 29990)) {
            for (var setting : Map.of("agent-socket", agentSocket, "period", "1s", "alloc-interval", "64KiB")
                    .entrySet()) {
                ModelNode result = client.execute(
                        Operations.createWriteAttributeOperation(address, setting.getKey(), setting.getValue()));
                assertThat(Operations.isSuccessfulOutcome(result))
                        .as(result.toString())
                        .isTrue();
            }
        }
    }
}
