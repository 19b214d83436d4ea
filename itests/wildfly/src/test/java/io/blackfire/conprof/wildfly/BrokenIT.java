package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wildfly.plugin.tools.Deployment;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever of ours is broken, the server starts and its applications work. */
class BrokenIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ModelNode STATE = Operations.createReadAttributeOperation(
            Operations.createAddress("subsystem", "blackfire-conprof"), "state");

    @TempDir
    private Path folder;

    @Test
    void installationWithoutItsNativeLibrary_letsApplicationsWork() throws IOException {
        try (WildFlyServer server = deployOn(without(name -> name.contains("libasyncProfiler")))) {
            awaitState(server, "unavailable");
            assertThat(server.log()).doesNotContain("counts as the server");
        }
    }

    /** What marks deployments cannot be made: our processor fails for each of them. */
    @Test
    void installationThatKnowsNoDeployment_letsApplicationsWork() throws IOException {
        try (WildFlyServer server = deployOn(without(name -> name.endsWith("/MarkerFrame.class")))) {
            awaitState(server, "running");
            assertThat(server.log())
                    .contains("Deployment early.war counts as the server")
                    .contains("Deployment late.war counts as the server");
        }
    }

    @Test
    void installationThatMissesAClass_letsApplicationsWork() throws IOException {
        try (WildFlyServer server = deployOn(without(name -> name.endsWith("/conprof/Engine.class")))) {
            assertThat(server.manager().executeOperation(STATE).isDefined()).isFalse();
        }
    }

    private WildFlyServer deployOn(Path modules) throws IOException {
        WildFlyServer server =
                WildFlyServer.installed(Jdk.current()).modules(modules).boots(archive("early.war"));
        server.start();
        assertThat(server.manager()
                        .deploymentManager()
                        .deploy(Deployment.of(archive("late.war")))
                        .successful())
                .isTrue();
        server.get("/early/work?units=1");
        server.get("/late/work?units=1");
        return server;
    }

    /** Our module with a jar that misses something. */
    private Path without(Predicate<String> missing) throws IOException {
        Path main = Path.of("io/blackfire/conprof/main");
        Path broken = folder.resolve("modules").resolve(main);
        Files.createDirectories(broken.getParent());
        Folders.copy(Path.of(System.getProperty("wildfly.home"), "modules").resolve(main), broken);
        Path jar = Folders.onlyOne(broken, "conprof-bundle-*.jar");
        Path whole = folder.resolve("whole.jar");
        Files.move(jar, whole);
        int left = 0;
        try (InputStream in = Files.newInputStream(whole);
                ZipInputStream from = new ZipInputStream(in);
                OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry; (entry = from.getNextEntry()) != null; ) {
                if (missing.test(entry.getName())) {
                    left++;
                } else {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    from.transferTo(to);
                }
            }
        }
        assertThat(left).isPositive();
        return folder.resolve("modules");
    }

    private Path archive(String name) {
        Path file = folder.resolve(name);
        Applications.web(name).as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    private static void awaitState(WildFlyServer server, String state) {
        Await.until("state " + state, SOON, () -> {
            try {
                return server.manager().executeOperation(STATE).asString().equals(state);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
