package io.blackfire.conprof.ee;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** A server without its adapter, and three applications that bring the portable jar each: three copies of one profiler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ThreeCopies {
    private static final Path JAR = Path.of(System.getProperty("portable.jar"));
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, String> ARCHIVES =
            Map.of("shop", "shop-2.1.war", "billing", "billing.war", "orders", "orders.war");

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    private final Set<String> deployed = new HashSet<>();

    private Server server;
    private PortableLoad load;

    /** Starts one with these system properties. */
    protected abstract Server start(Map<String, String> properties) throws IOException;

    @BeforeAll
    void startServer() throws IOException {
        server = start(PortableLoad.properties(agent));
        load = new PortableLoad(agent, server::page);
    }

    @AfterAll
    void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
        agent.close();
    }

    /** Deploys an archive. */
    protected final void deploy(Server to, WebArchive archive) throws IOException {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        to.deploy(file);
    }

    private void deploy(WebArchive archive) throws IOException {
        deploy(server, archive);
        deployed.add(archive.getName());
    }

    private void deployAll() throws IOException {
        for (String archive : ARCHIVES.values()) {
            deploy(Applications.withProfiler(archive).addAsLibrary(JAR.toFile()));
        }
    }

    private void undeploy(String archive) throws IOException {
        server.undeploy(archive);
        deployed.remove(archive);
    }

    @AfterEach
    void undeployAll() throws IOException {
        for (String archive : List.copyOf(deployed)) {
            undeploy(archive);
        }
    }

    @Test
    void eachApplication_hasItsWorkInOneUploadAPeriod() throws IOException {
        deployAll();
        deploy(Applications.web("plain.war"));
        server.get(PortableLoad.page("plain.war", 1));
        load.awaitPeriod();
        assertThat(load.of("plain")).isEmpty();
        load.assertWork(ARCHIVES);
        assertThat(load.of("shop").get(0).tags()).containsEntry("context_path", "/shop-2.1");
        assertThat(ARCHIVES.values().stream().map(load::state))
                .containsExactlyInAnyOrder("RUNNING", "FOLLOWING", "FOLLOWING");
        load.assertDivided("shop-2.1.war", "billing.war");
        load.assertOneUploadEach();
        assertThat(server.traces().libraries()).hasSize(1);
    }

    @Test
    void leadersApplication_isUndeployedUntilThereIsNone() throws IOException {
        deployAll();
        Map<String, String> left = new HashMap<>(ARCHIVES);
        while (left.size() > 1) {
            String leader = load.awaitLeader(Set.copyOf(left.values()));
            undeploy(leader);
            left.values().remove(leader);
            String next = load.awaitLeader(Set.copyOf(left.values()));
            assertThat(load.shown(next)).as("what JMX shows").isEqualTo("running");
            load.assertWork(left);
            load.assertOneUploadEach();
        }
        undeployAll();
        Traces traces = server.traces();
        Await.until("no thread of ours", SOON, () -> traces.threads().isEmpty());
        assertThat(traces.libraries()).hasSize(1);
    }
}
