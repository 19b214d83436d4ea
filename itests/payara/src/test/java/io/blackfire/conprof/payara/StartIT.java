package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.SampleApplications;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** The profiler is at work before the applications are that the server starts with. */
@ExtendWith(NeedsJdk.class)
class StartIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CPU = "cpu-time/nanoseconds";
    private static final double MOST = 0.8;

    @TempDir
    private Path folder;

    @Test
    void startOfAnApplication_isInItsProfile() throws IOException {
        Path archive = folder.resolve("early.war");
        SampleApplications.earlyAlone("early.war").as(ZipExporter.class).exportTo(archive.toFile());
        try (TestAgent agent = TestAgent.unix().requireConprof();
                PayaraServer server = PayaraServer.installed()
                        .settings(Map.of("agent-socket", agent.address(), "period", "5s"))
                        .start()) {
            server.deploy(archive, Map.of());
            server.stop();
            agent.clear();
            server.start();
            server.awaitPage("/early/account?of=early");
            double used = Double.parseDouble(server.get("/early/account?of=early"));
            assertThat(used).isPositive();
            agent.awaitProfiles(
                    profiles -> profiles.stream()
                                    .filter(profile -> profile.application().equals("early"))
                                    .mapToLong(profile -> profile.pprof()
                                            .sum(CPU, stack -> stack.contains("io.blackfire.conprof.apps.work.")))
                                    .sum()
                            > used * MOST,
                    SOON);
            assertThat(agent.violations()).isEmpty();
        }
    }
}
