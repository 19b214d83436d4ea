package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

/** What applications leave behind that come and go all day: nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedeployIT {
    private static final Jdk JDK = Jdk.current();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ModelNode SUBSYSTEM = Operations.createAddress("subsystem", "blackfire-conprof");
    private static final String WORKER = "blackfire-conprof";
    private static final String UPLOADER = WORKER + "-upload";
    private static final int CYCLES = Rounds.of(200);
    private static final int CYCLES_A_LOOK = CYCLES / 10;
    /** More than may be {@linkplain #awaitLoaders kept}. */
    private static final int SOME = 8;

    /** After the fifteenth call of each method by reflection: up to JDK 17 it has a class with a loader of its own from then on. */
    private static final int WARM = 5;

    private static final Map<Line, Long> MOST = Map.of(
            Line.HEAP, 8L << 20,
            Line.RESIDENT, 64L << 20,
            Line.COMMITTED, 48L << 20,
            Line.THREADS, 16L,
            Line.DESCRIPTORS, 6L,
            Line.FILES, 2L,
            Line.CLASSES, 500L,
            Line.CLASS_LOADERS, 5L);
    private static final int WORKERS = 64;
    private static final int KEPT_BY_WORKERS = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private static Path folder;

    private Path temporary;
    private WildFlyServer server;
    private Traces traces;

    @BeforeAll
    void startServer() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        server = WildFlyServer.installed(JDK)
                .settings(Map.of("agent-socket", agent.address()))
                .javaOptions("-Djava.io.tmpdir=" + temporary)
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
    void manyDeployments_leaveNothing() throws IOException {
        Path archive = zip(all("redeployed.war"));
        cycle(archive, "/redeployed/work?units=1", "/redeployed/injected");
        assertProfiled("redeployed");
        Await.until("the first upload opens the spool", SOON, () -> ourFiles().stream()
                .anyMatch(file -> file.contains("/spool/")));
        List<String> files = ourFiles();
        List<Path> temporaryFiles = Folders.files(temporary);
        Lifelines lifelines = new Lifelines(traces, server.base().resolve("data/blackfire-conprof"));
        for (int i = 0; i < CYCLES; i++) {
            cycle(archive, "/redeployed/work?units=1", "/redeployed/injected");
            if (i % CYCLES_A_LOOK == CYCLES_A_LOOK - 1) {
                keepAllWorkersBusy();
                lifelines.look();
            }
        }
        lifelines.assertFlat("Redeployments in WildFly", WARM, MOST);
        awaitLoaders();
        assertThat(traces.threads()).contains(WORKER).isSubsetOf(WORKER, UPLOADER);
        assertThat(ourFiles()).isEqualTo(files);
        assertThat(Folders.files(temporary)).containsExactlyInAnyOrderElementsOf(temporaryFiles);
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

    /**
     * Until there is no class loader of what was removed but a few, which the server keeps: the frames of its idle workers have
     * their last request on the stack, as heap dumps say: one for each path in the end, and as many in a server without us
     * (the same twenty cycles, one path: 1 and 1). Requests for others take their place, not of all at once. A leak would
     * keep one for each time.
     */
    private void awaitLoaders() {
        long[] last = new long[1];
        try {
            Await.until("deployments are let go", SOON, () -> {
                keepAllWorkersBusy();
                last[0] = traces.loadersOf(WorkServlet.class.getName());
                return last[0] <= KEPT_BY_WORKERS;
            });
        } catch (AssertionError e) {
            throw new AssertionError(last[0] + " in memory", e);
        }
    }

    private void keepAllWorkersBusy() {
        HttpRequest other = HttpRequest.newBuilder(server.address()).build();
        Stream.generate(() -> http.sendAsync(other, HttpResponse.BodyHandlers.discarding()))
                .limit(WORKERS)
                .toList()
                .forEach(CompletableFuture::join);
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

    /** All but the files of a recording, whose names are always others. */
    private List<String> ourFiles() {
        return Folders.files(server.base().resolve("data/blackfire-conprof")).stream()
                .map(Path::toString)
                .filter(file -> !file.endsWith(".jfr") && !file.endsWith(".heap"))
                .sorted()
                .toList();
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
