package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.DeploymentManager;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.plain.InjectedServlet;
import io.blackfire.conprof.ee.plain.WorkBean;
import io.blackfire.conprof.ee.plain.WorkServlet;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Lifelines;
import io.blackfire.conprof.harness.machine.Lifelines.Line;
import io.blackfire.conprof.harness.machine.Rounds;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of us, and because of us, in a server that lives long: nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeIT {
    private static final Jdk JDK = Jdk.current();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ModelNode SUBSYSTEM = Operations.createAddress("subsystem", "blackfire-conprof");
    private static final String OUR_WORKER = "io.blackfire.conprof.Worker";
    private static final int RELOADS = Rounds.of(20);
    private static final int CYCLES = 3;
    private static final int WARM = 1;
    /** Class loaders are not among them: the JDK's own of reflection stay for long, some with each reload. */
    private static final Map<Line, Long> MOST = Map.of(
            Line.HEAP, 8L << 20,
            Line.RESIDENT, 64L << 20,
            Line.COMMITTED, 48L << 20,
            Line.THREADS, 6L,
            Line.DESCRIPTORS, 6L,
            Line.FILES, 2L,
            Line.CLASSES, 500L);

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final Map<String, String> settings = Map.of("agent-socket", agent.address(), "period", "1s");

    @TempDir
    private Path folder;

    private WildFlyServer server;
    private Traces traces;

    @BeforeAll
    void startServer() throws IOException {
        server = WildFlyServer.installed(JDK)
                .settings(settings)
                .javaOptions(WildFlyServer.FLAT)
                .start();
        traces = new Traces(server.pid(), JDK);
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
        agent.close();
    }

    @Test
    void reloads_leaveNothing() throws IOException {
        deploy(all("reloaded.war"));
        server.reload();
        awaitProfile("reloaded");
        List<String> threads = traces.threads();
        List<String> libraries = traces.libraries();
        assertThat(threads).isNotEmpty();
        assertThat(libraries).hasSize(1);
        Lifelines lifelines = new Lifelines(traces, server.base().resolve("data/blackfire-conprof"));
        for (int i = 0; i < RELOADS; i++) {
            server.reload();
            server.get("/reloaded/work?units=10");
            lifelines.look();
        }
        lifelines.assertFlat("Reloads of WildFly", WARM, MOST);
        awaitProfile("reloaded");
        assertThat(traces.threads()).isEqualTo(threads);
        assertThat(traces.libraries()).isEqualTo(libraries);
        awaitLoaders(1);
        assertThat(traces.instancesOf(OUR_WORKER)).isOne();
        assertThat(recordings()).hasSizeLessThanOrEqualTo(2);
        undeploy("reloaded.war");
    }

    @Test
    void subsystemThatGoes_leavesNothingButTheLibrary() throws IOException {
        // not the one that injects the profiler: it cannot do without
        deploy(Applications.web("stays.war"));
        awaitProfile("stays");
        for (int i = 0; i < CYCLES; i++) {
            server.manager().executeOperation(Operations.createRemoveOperation(SUBSYSTEM));
            assertThat(server.manager().serverState()).isEqualTo("reload-required");
            server.reload();
            server.get("/stays/work?units=1");
            assertThat(traces.threads()).isEmpty();
            assertThat(recordings()).isEmpty();
            assertThat(traces.openFiles()).noneMatch(file -> file.contains("recordings"));
            assertThat(traces.instancesOf(OUR_WORKER)).isZero();

            ModelNode add = Operations.createAddOperation(SUBSYSTEM);
            settings.forEach((name, value) -> add.get(name).set(value));
            server.manager().executeOperation(add);
            assertThat(server.manager().serverState()).isEqualTo("reload-required");
            server.reload();
            awaitProfile("stays");
            assertThat(traces.libraries()).hasSize(1);
        }
        undeploy("stays.war");
    }

    /** The period with the removed ones has to end; and the server itself keeps the last one that answered a request. */
    private void awaitLoaders(int deployed) {
        Await.until(
                "no more deployments in memory than " + deployed + " and one that was there before",
                SOON,
                () -> traces.loadersOf(WorkServlet.class.getName()) <= deployed + 1);
    }

    private void awaitProfile(String application) throws IOException {
        agent.clear();
        server.get("/" + application + "/work?units=100");
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals(application)),
                SOON);
    }

    private List<Path> recordings() throws IOException {
        return Folders.files(server.base().resolve("data/blackfire-conprof")).stream()
                .filter(file -> file.toString().endsWith(".jfr"))
                .toList();
    }

    /** An archive with all that a server may keep of an application. */
    private static WebArchive all(String name) {
        return Applications.web(name).addClasses(WorkBean.class, InjectedServlet.class);
    }

    private void deploy(WebArchive archive) throws IOException {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        assertThat(deployments().deploy(Deployment.of(file)).successful()).isTrue();
    }

    private void undeploy(String name) throws IOException {
        assertThat(deployments().undeploy(UndeployDescription.of(name)).successful())
                .isTrue();
    }

    private DeploymentManager deployments() {
        return server.manager().deploymentManager();
    }
}
