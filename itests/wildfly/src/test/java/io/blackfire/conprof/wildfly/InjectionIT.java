package io.blackfire.conprof.wildfly;

import java.io.IOException;

import org.jboss.as.controller.client.helpers.Operations;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.ee.Injection;

import static org.assertj.core.api.Assertions.assertThat;

class InjectionIT extends Injection {

    @Override
    protected EeServer server() {
        return new ArquillianServer();
    }

    /** Beside the beans, of which it has no more than without us: nothing is loaded, linked or searched for it. */
    @Test
    void moduleOfAnApplicationThatDoesNotUseIt_needsNothingOfOurs() throws IOException {
        try (Subsystem server = new Subsystem()) {
            assertThat(modules(server, "using.war")).contains("io.blackfire.conprof");
            assertThat(modules(server, "plain.war"))
                    .contains("system-dependencies")
                    .doesNotContain("io.blackfire");
        }
    }

    private static String modules(Subsystem server, String deployment) throws IOException {
        return server.call(
                        Operations.createOperation("list-modules", Operations.createAddress("deployment", deployment)))
                .toString();
    }
}
