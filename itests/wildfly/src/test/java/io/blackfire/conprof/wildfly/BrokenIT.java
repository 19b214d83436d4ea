package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.plain.InjectedServlet;
import io.blackfire.conprof.ee.plain.WorkBean;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever of ours is broken, the server starts and its applications work. */
class BrokenIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ModelNode STATE = read("state");
    private static final ModelNode IN_FORCE = read("settings-in-force");
    private static final ModelNode REFUSED = read("settings-refused");

    @TempDir
    private Path folder;

    @Test
    void installationWithoutItsNativeLibrary_letsApplicationsWork() throws IOException {
        try (WildFlyServer server = deployOn(with(without(name -> name.contains("libasyncProfiler"))))) {
            awaitState(server, "unavailable");
            assertThat(server.manager().executeOperation(read("reason")).asString())
                    .startsWith("there is no async-profiler for ");
            assertThat(server.log()).doesNotContain("counts as the server");
        }
    }

    /** What marks deployments cannot be made: our processor fails for each of them, and says so once. */
    @Test
    void installationThatKnowsNoDeployment_letsApplicationsWork() throws IOException {
        try (WildFlyServer server = deployOn(with(without(name -> name.endsWith("/MarkerFrame.class"))))) {
            awaitState(server, "running");
            assertThat(server.get("/late/injected")).isEqualTo("RUNNING");
            Await.until("a warning", SOON, () -> server.log().contains(" counts as the server"));
            assertThat(server.log()).containsOnlyOnce(" counts as the server");
        }
    }

    @Test
    void installationThatMissesAClassOfItsConsoles_letsApplicationsInjectAProfilerThatSaysSo() throws IOException {
        try (WildFlyServer server = deployOn(with(without(name -> name.endsWith("/admin/Doctor.class"))))) {
            assertThat(server.manager().executeOperation(STATE).isDefined()).isFalse();
            assertThat(server.get("/early/injected")).isEqualTo("UNAVAILABLE");
            assertThat(server.get("/late/injected")).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void installationThatMissesItsHeart_letsApplicationsWork() throws IOException {
        try (WildFlyServer server = deployOn(with(without(name -> name.endsWith("/conprof/Engine.class"))))) {
            assertThat(server.manager().executeOperation(STATE).isDefined()).isFalse();
        }
    }

    @Test
    void configurationThatCannotBeResolved_isLeftOutAndTheRestWorks() throws IOException {
        WildFlyServer configured = WildFlyServer.installed(Jdk.current())
                .settings(Map.of(
                        "period", "${nobody.sets.this}",
                        "server-token", "${nobody.has.this.key}",
                        "cpu-rate", "${nobody.sets.this:50}"));
        try (WildFlyServer server = deployOn(configured)) {
            awaitState(server, "running");
            assertThat(server.get("/late/injected")).isEqualTo("RUNNING");
            assertThat(server.printed())
                    .contains("period=${nobody.sets.this} refused: the expression cannot be resolved; using 45s")
                    .contains("server-token=*** refused: the expression cannot be resolved; using none")
                    .doesNotContain("nobody.has.this.key");
            assertThat(server.manager().executeOperation(REFUSED).toString())
                    .contains("period=${nobody.sets.this} refused", "server-token=*** refused");
            ModelNode settings = server.manager().executeOperation(IN_FORCE);
            assertThat(settings.get("period").asString()).isEqualTo("45s");
            assertThat(settings.get("cpu-rate").asString()).isEqualTo("${nobody.sets.this:50}");
            try (Subsystem subsystem = new Subsystem(server)) {
                assertThatThrownBy(() -> subsystem.writeBoth("period", "5s", "cpu-rate", "${none:999}"))
                        .hasMessageContaining("cpu-rate=${none:999} refused");
            }
            assertThat(server.manager().executeOperation(IN_FORCE))
                    .as("rolled back")
                    .isEqualTo(settings);
        }
    }

    private static ModelNode read(String attribute) {
        return Operations.createReadAttributeOperation(
                Operations.createAddress("subsystem", "blackfire-conprof"), attribute);
    }

    private static WildFlyServer with(Path modules) throws IOException {
        return WildFlyServer.installed(Jdk.current()).modules(modules);
    }

    private WildFlyServer deployOn(WildFlyServer server) throws IOException {
        server.boots(archive("early.war")).start();
        server.manager()
                .deploymentManager()
                .deploy(Deployment.of(archive("late.war")))
                .assertSuccess();
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
        Applications.web(name)
                .addClasses(WorkBean.class, InjectedServlet.class)
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
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
