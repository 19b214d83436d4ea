package io.blackfire.conprof.portable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.PortableLoad;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** The profiler in the applications of a server that knows nothing of it, or among its libraries. */
abstract class AnyServer {
    private static final Path JAR = Path.of(System.getProperty("portable.jar"));

    protected final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    private PortableServer server;
    private PortableLoad load;

    /** Which server. */
    abstract Product product();

    /** What the label says. */
    abstract String kind();

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        agent.close();
    }

    private Path archive(WebArchive archive) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile());
        return file;
    }

    private Path withJar(String name) {
        return archive(Applications.withProfiler(name).addAsLibrary(JAR.toFile()));
    }

    private Path without(String name) {
        return archive(Applications.web(name));
    }

    private void start(List<Path> libraries, Path... archives) throws IOException {
        server = PortableServer.start(
                product(), new Setup(List.of(archives), libraries, PortableLoad.properties(agent)));
        load = new PortableLoad(agent, server::get);
        for (Path archive : archives) {
            server.awaitPage(PortableLoad.page(archive.getFileName().toString(), 1));
        }
    }

    /** One native library, one upload for each application and period, and no work of theirs in the server's profile. */
    private void assertOneProfiler() throws IOException {
        assertThat(server.traces().libraries()).hasSize(1);
        load.assertOneUploadEach();
    }

    @Test
    @Tag("longest")
    void jarInApplications_profilesEachOfThemUntilItEnds() throws IOException {
        Map<String, String> left = new HashMap<>(Map.of("shop", "shop-2.1.war", "billing", "billing.war"));
        start(List.of(), withJar("shop-2.1.war"), withJar("billing.war"), without("plain.war"));
        load.awaitPeriod();
        assertThat(load.of("plain")).isEmpty();
        load.assertWork(left);
        assertThat(load.of("shop").get(0).tags())
                .containsEntry("context_path", "/shop-2.1")
                .containsEntry("server", kind());
        assertThat(left.values().stream().map(load::state)).containsExactlyInAnyOrder("RUNNING", "FOLLOWING");
        assertOneProfiler();
        if (product().undeploys()) {
            String leader = load.awaitLeader(Set.copyOf(left.values()));
            server.undeploy(leader);
            left.values().remove(leader);
            load.awaitLeader(Set.copyOf(left.values()));
            load.assertWork(left);
            assertOneProfiler();
        }
    }

    @Test
    void jarAmongTheLibraries_profilesAllApplications() throws IOException {
        start(
                List.of(JAR),
                without("shop-2.1.war"),
                archive(Applications.withProfiler("billing.war")),
                withJar("both.war"));
        load.assertWork(Map.of("shop", "shop-2.1.war", "billing", "billing.war", "both", "both.war"));
        if (product().showsLibraries()) {
            assertThat(load.state("billing.war")).isIn("RUNNING", "FOLLOWING");
        }
        load.assertDivided("shop-2.1.war", "billing.war");
        assertOneProfiler();
    }
}
