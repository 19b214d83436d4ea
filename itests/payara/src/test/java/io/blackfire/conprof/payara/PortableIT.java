package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.PortableLoad;
import io.blackfire.conprof.ee.ThreeCopies;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(NeedsJdk.class)
class PortableIT extends ThreeCopies {
    private static final Path JAR = Path.of(System.getProperty("portable.jar"));

    @TempDir
    private static Path homes;

    private ServerHome home;

    @Override
    protected Server start(Map<String, String> properties) throws IOException {
        home = ServerHome.copy(homes.resolve("home"));
        home.removeOurs();
        return new WithoutBundle(server(properties).start());
    }

    private PayaraServer server(Map<String, String> properties) throws IOException {
        PayaraServer server = PayaraServer.of(home.folder());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            server.javaOption("-D" + property.getKey() + "=" + property.getValue());
        }
        return server;
    }

    @Test
    void jarAmongTheLibrariesOfTheDomain_profilesAllApplications() throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                Server server = new WithoutBundle(
                        server(PortableLoad.properties(agent)).library(JAR).start())) {
            PortableLoad load = new PortableLoad(agent, server::page);
            deploy(server, Applications.web("shop-2.1.war"));
            deploy(server, Applications.withProfiler("billing.war"));
            load.assertWork(Map.of("shop", "shop-2.1.war", "billing", "billing.war"));
            assertThat(load.of("shop").get(0).tags())
                    .containsEntry("deployment", "shop-2.1")
                    .containsEntry(
                            "server",
                            "payara server " + System.getProperty("payara.kind").split(" ")[1]);
            assertThat(load.state("billing.war")).isEqualTo("RUNNING");
            load.assertDivided("shop-2.1.war", "billing.war");
            load.assertOneUploadEach();
        }
    }

    private record WithoutBundle(PayaraServer payara) implements Server {
        @Override
        public String get(String path) throws IOException {
            return payara.get(path);
        }

        @Override
        public void deploy(Path archive) throws IOException {
            payara.deploy(archive, Map.of());
        }

        @Override
        public void undeploy(String archive) throws IOException {
            payara.undeploy(archive.replaceFirst("\\.war$", ""));
        }

        @Override
        public Traces traces() throws IOException {
            return new Traces(payara.pid(), Asadmin.JDK);
        }

        @Override
        public void close() throws IOException {
            payara.close();
        }
    }
}
