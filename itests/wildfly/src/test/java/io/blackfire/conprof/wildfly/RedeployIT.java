package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.plain.InjectedServlet;
import io.blackfire.conprof.ee.plain.SessionBeanServlet;
import io.blackfire.conprof.ee.plain.WorkBean;
import io.blackfire.conprof.ee.plain.WorkServlet;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** What applications leave behind that come and go all day: nothing more than in a server without us. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedeployIT {
    private static final Jdk JDK = Jdk.current();
    /** Longer than idle threads of the server's pools live, which inherit the context class loader of whoever needs them first. */
    private static final Duration SOON = Duration.ofSeconds(120);

    private static final ModelNode SUBSYSTEM = Operations.createAddress("subsystem", "blackfire-conprof");
    private static final int CYCLES = 200;
    private static final int SOME = 5;

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private static Path folder;

    private WildFlyServer server;
    private Traces traces;
    private long keptByTheServer;

    /** The server itself keeps the one that answered last: how many, is measured before we are there. */
    @BeforeAll
    void measureWithoutUs() throws IOException {
        server = WildFlyServer.installed(JDK).start();
        traces = new Traces(server.pid(), JDK);
        server.manager().executeOperation(Operations.createRemoveOperation(SUBSYSTEM));
        server.reload();
        Path plain = zip(Applications.web("plain.war").addClasses(WorkBean.class, SessionBeanServlet.class));
        for (int i = 0; i < SOME; i++) {
            cycle(plain, "/plain/work?units=1", "/plain/bean-and-session");
        }
        Await.until("the server lets go of most", SOON, () -> loaders() < SOME);
        for (long before = SOME; (keptByTheServer = loaders()) < before; before = keptByTheServer) {
            // a collection may make the next one find more
        }

        ModelNode add = Operations.createAddOperation(SUBSYSTEM);
        add.get("agent-socket").set(agent.address());
        server.manager().executeOperation(add);
        server.reload();
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
        agent.close();
    }

    @Test
    void twoHundredDeployments_leaveNothing() throws IOException {
        Path archive = zip(all("redeployed.war"));
        cycle(archive, "/redeployed/work?units=1", "/redeployed/injected");
        List<String> threads = traces.threads();
        List<String> files = ourFiles();
        assertThat(threads).isNotEmpty();
        for (int i = 0; i < CYCLES; i++) {
            cycle(archive, "/redeployed/work?units=1", "/redeployed/injected");
        }
        awaitLoaders();
        assertThat(traces.threads()).isEqualTo(threads);
        assertThat(ourFiles()).isEqualTo(files);
        assertProfiled("redeployed");
    }

    /** Their samples wait for the end of the period, they do not. */
    @Test
    void deploymentsOfAPeriodThatLasts_areGoneAtOnce() throws IOException {
        write("period", "1h");
        Path archive = zip(all("waiting.war"));
        for (int i = 0; i < SOME; i++) {
            cycle(archive, "/waiting/work?units=1", "/waiting/injected");
        }
        awaitLoaders();
        assertProfiled("waiting");
        write("period", "45s");
    }

    /** Also of those that are gone, the period under way has a profile. */
    private void assertProfiled(String application) throws IOException {
        ModelNode flush = Operations.createOperation("flush", SUBSYSTEM);
        assertThat(server.manager().executeOperation(flush).asBoolean()).isTrue();
        assertThat(agent.profiles()).anyMatch(profile -> profile.application().equals(application));
        assertThat(agent.violations()).isEmpty();
    }

    private void awaitLoaders() {
        long[] last = new long[1];
        try {
            Await.until("deployments are let go", SOON, () -> (last[0] = loaders()) <= keptByTheServer);
        } catch (AssertionError e) {
            throw new AssertionError(last[0] + " in memory, where the server alone keeps " + keptByTheServer, e);
        }
    }

    private long loaders() {
        return traces.loadersOf(WorkServlet.class.getName());
    }

    private void write(String attribute, String value) throws IOException {
        server.manager().executeOperation(Operations.createWriteAttributeOperation(SUBSYSTEM, attribute, value));
    }

    private void cycle(Path archive, String... paths) throws IOException {
        server.manager().deploymentManager().deploy(Deployment.of(archive)).assertSuccess();
        for (String path : paths) {
            server.get(path);
        }
        server.manager()
                .deploymentManager()
                .undeploy(UndeployDescription.of(archive.getFileName().toString()))
                .assertSuccess();
    }

    /** All but the recording of the period, whose name is always another. */
    private List<String> ourFiles() throws IOException {
        try (Stream<Path> files = Files.walk(server.base().resolve("data/blackfire-conprof"))) {
            return files.map(Path::toString)
                    .filter(file -> !file.endsWith(".jfr"))
                    .sorted()
                    .toList();
        }
    }

    /** An archive with all that a server may keep of an application: an EJB, the injected profiler, a session. */
    private static WebArchive all(String name) {
        return Applications.web(name).addClasses(WorkBean.class, InjectedServlet.class);
    }

    private Path zip(WebArchive archive) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
