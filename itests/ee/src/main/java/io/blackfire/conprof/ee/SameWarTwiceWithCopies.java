package io.blackfire.conprof.ee;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.management.ManagementServlet;

import static org.assertj.core.api.Assertions.assertThat;

/** In a server without its adapter: each application brings the portable jar. */
public abstract class SameWarTwiceWithCopies extends SameWarTwice {
    private static final Path JAR = Path.of(System.getProperty("portable.jar"));

    /**
     * What our filter marks, and what classes or threads of one application alone do. Of the rest nothing tells us whose it is,
     * where all classes are of both: the server's share has that.
     */
    private static final Set<String> TOLD = Set.of(
            "servlet", "async", "dispatch", "timeout", "rest/method", "rest/json", "rest/rows", "include", "library");

    @TempDir
    private Path folder;

    private Server server;

    /** Starts one with these system properties and applications. */
    protected abstract Server start(Map<String, String> properties, List<Path> archives) throws IOException;

    /** Makes an archive one that the server deploys. */
    protected abstract void adapt(WebArchive archive);

    @Override
    protected boolean tells(String kind) {
        return TOLD.contains(kind);
    }

    /** Which applications it has all the time. */
    protected List<String> applications() {
        return List.of("shop-2.1", "billing");
    }

    @Override
    protected final EeServer server() {
        return new WithCopies();
    }

    @AfterAll
    void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected void deploy(String application) throws IOException {
        server.deploy(archive(application));
    }

    @Override
    protected void undeploy(String application) throws IOException {
        server.undeploy(application + ".war");
    }

    private Path archive(String application) {
        WebArchive archive = SampleApplications.of(application)
                .addClass(ManagementServlet.class)
                .addAsLibrary(JAR.toFile());
        adapt(archive);
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    private final class WithCopies implements EeServer {
        @Override
        public URI http() {
            return server.http();
        }

        @Override
        public void configure(String agentSocket) throws IOException {
            Map<String, String> settings = Map.of(
                    "agent-socket",
                    agentSocket,
                    "period",
                    "5m",
                    "upload-timeout",
                    "60s",
                    "cpu-rate",
                    "250",
                    "alloc-interval",
                    "64KiB",
                    "overhead-limit",
                    "100%");
            Map<String, String> properties = new HashMap<>();
            settings.forEach((key, value) -> properties.put("blackfire.conprof." + key, value));
            List<Path> archives = new ArrayList<>();
            for (String application : applications()) {
                archives.add(archive(application));
            }
            server = start(properties, archives);
        }

        @Override
        public void flush() throws IOException {
            assertThat(server.get("/shop-2.1/jmx/flush")).isEqualTo("true");
        }
    }
}
