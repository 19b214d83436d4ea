package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.PortableLoad;
import io.blackfire.conprof.ee.Server;
import io.blackfire.conprof.ee.ThreeCopies;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("release")
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
        return new WithoutBundle(WithoutBundle.in(home.folder(), properties).start());
    }

    @Test
    void jarAmongTheLibrariesOfTheDomain_profilesAllApplications() throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                Server server = new WithoutBundle(WithoutBundle.in(home.folder(), PortableLoad.properties(agent))
                        .library(JAR)
                        .start())) {
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
}
