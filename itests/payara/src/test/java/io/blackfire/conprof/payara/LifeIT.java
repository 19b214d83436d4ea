package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.plain.WorkBean;
import io.blackfire.conprof.ee.plain.WorkServlet;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Lifelines;
import io.blackfire.conprof.harness.machine.Lifelines.Line;
import io.blackfire.conprof.harness.machine.Rounds;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of us, and because of us, in a server that lives long: nothing. */
@ExtendWith(NeedsJdk.class)
class LifeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int REDEPLOYMENTS = Rounds.of(200);
    private static final int REDEPLOYMENTS_A_LOOK = REDEPLOYMENTS / 10;
    private static final int WARM = 6;
    /** Payara itself keeps 170 kB and a class loader each time: as measured without us. */
    private static final Map<Line, Long> MOST = Map.of(
            Line.HEAP, REDEPLOYMENTS * (80L << 10),
            Line.THREADS, 6L,
            Line.DESCRIPTORS, 30L,
            Line.FILES, 2L,
            Line.CLASSES, 300L,
            Line.CLASS_LOADERS, REDEPLOYMENTS * 45L / 100);

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final Map<String, String> settings = Map.of("agent-socket", agent.address(), "period", "1s");

    @TempDir
    private Path folder;

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void redeployments_leaveNothing() throws IOException {
        try (PayaraServer server = PayaraServer.installed().settings(settings).start()) {
            Path archive = archive();
            server.deploy(archive, Map.of());
            awaitProfile(server);
            Traces traces = new Traces(server.pid(), Asadmin.JDK);
            List<String> threads = traces.threads();
            assertThat(traces.libraries()).hasSize(1);
            Lifelines lifelines = new Lifelines(traces, server.domain().resolve("blackfire-conprof"));
            for (int i = 0; i < REDEPLOYMENTS; i++) {
                server.deploy(archive, Map.of());
                server.get("/life/work?units=1");
                if (i == REDEPLOYMENTS / 2) {
                    server.command("disable", Map.of("DEFAULT", "life"));
                    server.command("enable", Map.of("DEFAULT", "life"));
                }
                if (i % REDEPLOYMENTS_A_LOOK == REDEPLOYMENTS_A_LOOK - 1) {
                    lifelines.look();
                }
            }
            lifelines.assertFlat("Redeployments in Payara", WARM, MOST);
            awaitProfile(server);
            assertThat(traces.threads()).isEqualTo(threads);
            assertThat(traces.libraries()).hasSize(1);
            Await.until(
                    "no more deployments in memory than this one and one before it",
                    SOON,
                    () -> traces.loadersOf(WorkServlet.class.getName()) <= 2);
            assertThat(recordings(server)).hasSizeLessThanOrEqualTo(2);
            assertThat(server.log()).doesNotContain("counts as the server");
            assertThat(server.severe()).isEmpty();
        }
    }

    @Test
    void bundleThatGoes_leavesAServerThatDeploysAndTakesItBackWhileItRuns() throws IOException {
        ServerHome home = ServerHome.copy(folder.resolve("home"));
        try (PayaraServer server =
                PayaraServer.of(home.folder()).settings(settings).start()) {
            server.deploy(archive(), Map.of());
            awaitProfile(server);
            server.stop();
            assertThat(recordings(server)).isEmpty();

            home.removeOurs();
            server.start();
            server.awaitPage("/life/work?units=1");
            Traces traces = new Traces(server.pid(), Asadmin.JDK);
            assertThat(traces.threads()).isEmpty();
            assertThat(traces.libraries()).isEmpty();
            assertThat(server.severe()).isEmpty();
            server.deploy(archive(), Map.of());
            server.get("/life/work?units=1");
            assertThat(server.domainXml()).doesNotContain("blackfire");

            // no event tells of what is deployed already; it is in the server's registry
            server.command(
                    "deploy",
                    Map.of("type", "osgi", "DEFAULT", ServerHome.bundle().toString()));
            server.set(settings);
            // the server makes what it did not boot with when somebody asks for it
            assertThat(server.command("blackfire-conprof-status", Map.of())).contains("agent-socket");
            awaitProfile(server);
            assertThat(server.severe()).isEmpty();
            server.undeploy("blackfire-conprof");
            server.stop();

            home.addOurs();
            server.settings(settings).start();
            server.awaitPage("/life/work?units=1");
            awaitProfile(server);
        }
    }

    private void awaitProfile(PayaraServer server) throws IOException {
        agent.clear();
        server.get("/life/work?units=200");
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals("life")),
                SOON);
    }

    private static List<Path> recordings(PayaraServer server) throws IOException {
        return Folders.files(server.domain().resolve("blackfire-conprof")).stream()
                .filter(file -> file.toString().endsWith(".jfr"))
                .toList();
    }

    /** With all that a server may keep of an application. */
    private Path archive() {
        Path file = folder.resolve("life.war");
        Applications.web("life.war")
                .addClasses(WorkBean.class)
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }
}
