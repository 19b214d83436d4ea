package io.blackfire.conprof.wildfly;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Sample;
import io.blackfire.conprof.harness.Stack;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** Under which names and labels deployments appear, whatever happens to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentsIT {
    private static final Path PORTABLE = Path.of(System.getProperty("portable.jar"));
    private static final String CPU = "cpu-time/nanoseconds";
    private static final String WALL = "wall-time/nanoseconds";

    @TempDir
    private static Path folder;

    private ProfiledServer server;

    Jdk jdk() throws IOException {
        return Jdk.tested().get(Jdk.tested().size() - 1);
    }

    @BeforeAll
    void startServer() throws IOException {
        server = new ProfiledServer(jdk(), folder);
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
    }

    @AfterEach
    void undeployAll() throws IOException {
        server.undeployAll();
    }

    @Test
    void archive_mayNameItselfInItsManifest() throws IOException {
        String manifest = "Manifest-Version: 1.0\nBlackfire-Application-Name: Order desk\n";
        server.deploy(Applications.web("orders.war").setManifest(new StringAsset(manifest)));
        assertThat(server.profileOf("Order desk", "/orders/work").tags()).containsEntry("deployment", "orders.war");
    }

    @Test
    void webArchive_hasItsNamesAsLabels() throws IOException {
        server.deploy(Applications.web("shop-2.1.war"));
        Map<String, String> tags = server.profileOf("shop", "/shop-2.1/work").tags();
        assertThat(tags)
                .containsEntry("deployment", "shop-2.1.war")
                .containsEntry("context_path", "/shop-2.1")
                .containsEntry("server_name", ProfiledServer.NAME)
                .doesNotContainKey("module");
        assertThat(tags.get("server")).startsWith("wildfly ");
    }

    @Test
    void enterpriseArchive_isOneApplicationWithItsModulesAsLabels() throws IOException {
        server.deploy(Applications.enterprise("store.ear"));
        List<Sample> samples = server.profileOf("store", "/web-a/work", "/web-a/bean", "/web-b/work")
                .pprof()
                .samples();
        Map<String, Set<String>> pathsOfModules = new HashMap<>();
        samples.stream().filter(sample -> sample.stack().contains("Work.units")).forEach(sample -> pathsOfModules
                .computeIfAbsent(sample.labels().get("module"), module -> new HashSet<>())
                .add(sample.labels().getOrDefault("context_path", "")));
        assertThat(pathsOfModules)
                .isEqualTo(
                        Map.of("web-a.war", Set.of("/web-a"), "web-b.war", Set.of("/web-b"), "orders.jar", Set.of("")));
    }

    /** The thread has nothing else on its stack. */
    @Test
    void jarThatAManifestNames_isOfItsEnterpriseArchive() throws IOException {
        server.deploy(Archives.withClassPath("desk.ear"));
        Predicate<Stack> beat = stack -> stack.contains("Beat.run");
        assertThat(server.profileOf("desk", "/desk/work").pprof().sum(CPU, beat))
                .isPositive();
        assertThat(server.profiles())
                .filteredOn(profile -> !profile.application().equals("desk"))
                .isNotEmpty()
                .allSatisfy(
                        profile -> assertThat(profile.pprof().sum(CPU, beat)).isZero());
    }

    @Test
    void archiveWithAnotherRuntimeName_goesByTheNameThatAdministratorsKnow() throws IOException {
        server.deploy(Deployment.of(server.zip(Applications.web("any.war")))
                .setName("orders-1.4.war")
                .setRuntimeName("other.war"));
        assertThat(server.profileOf("orders", "/other/work").tags())
                .containsEntry("deployment", "orders-1.4.war")
                .containsEntry("context_path", "/other");
    }

    @Test
    void explodedArchive_isAsAnyOther() throws IOException {
        File exploded = Applications.web("open.war").as(ExplodedExporter.class).exportExploded(folder.toFile());
        server.deploy(Deployment.local(exploded.toPath()));
        assertThat(server.profileOf("open", "/open/work").tags()).containsEntry("deployment", "open.war");
    }

    @Test
    void deploymentThatComesAndGoes_hasAProfileWhileItIsThere() throws IOException {
        Path archive = server.zip(Applications.web("life.war"));
        server.deploy(Deployment.of(archive));
        server.profileOf("life", "/life/work");
        assertThat(server.deployments().redeploy(Deployment.of(archive)).successful())
                .isTrue();
        server.profileOf("life", "/life/work");

        server.undeploy("life.war", false);
        server.forget();
        assertThat(server.applications()).doesNotContain("life");

        assertThat(server.deployments()
                        .deployToRuntime(UndeployDescription.of("life.war"))
                        .successful())
                .isTrue();
        server.profileOf("life", "/life/work");

        server.undeploy("life.war", true);
        server.forget();
        assertThat(server.applications()).doesNotContain("life");
    }

    @Test
    void subsystemThatComesLater_findsWhatIsDeployed() throws IOException {
        server.deploy(Applications.web("before.war"));
        server.profileOf("before", "/before/work");
        server.execute(Operations.createRemoveOperation(ProfiledServer.SUBSYSTEM));
        server.wildfly().reload();
        server.wildfly().get("/before/work?units=1");

        ModelNode add = Operations.createAddOperation(ProfiledServer.SUBSYSTEM);
        server.settings().forEach((name, value) -> add.get(name).set(value));
        server.execute(add);
        assertThat(server.wildfly().manager().serverState()).isEqualTo("reload-required");
        server.wildfly().reload();
        assertThat(server.profileOf("before", "/before/work").tags()).containsEntry("context_path", "/before");
    }

    /** Recordings have names only, and those of the server's own stacks are in the archive as well. */
    @Test
    void archiveThatPacksWhatTheServerHas_getsNothingOfTheServer() throws IOException {
        server.deploy(Applications.web("packed.war")
                .addAsLibraries(
                        module("org/jboss/threads", "jboss-threads-*.jar"),
                        module("org/jboss/logging", "jboss-logging-*.jar"),
                        module("org/jboss/xnio/nio", "xnio-nio-*.jar")));
        ReceivedProfile own = server.profileOf("packed", "/packed/work");
        Predicate<Stack> idle =
                stack -> stack.contains("org.xnio.nio.WorkerThread.run") || stack.contains("org.jboss.threads.");
        Predicate<Stack> ofServer = idle.and(stack -> !stack.contains("io.undertow.servlet."));
        assertThat(own.pprof().sum(WALL, ofServer)).isZero();
        assertThat(server.profiles().stream()
                        .filter(profile -> !profile.application().equals("packed"))
                        .mapToLong(profile -> profile.pprof().sum(WALL, ofServer))
                        .sum())
                .isPositive();
    }

    /** Its copy tells the subsystem of it, which samples for both: under the names that administrators know. */
    @Test
    void archiveThatBringsThePortableJar_isOneApplicationOfTheSubsystem() throws IOException {
        server.deploy(Applications.withProfiler("carrier-1.0.war").addAsLibrary(PORTABLE.toFile()));
        ReceivedProfile profile = server.profileOf("carrier", "/carrier-1.0/work");
        assertThat(profile.tags())
                .containsEntry("deployment", "carrier-1.0.war")
                .containsEntry("context_path", "/carrier-1.0")
                .containsEntry("server_name", ProfiledServer.NAME);
        assertThat(server.wildfly().get("/carrier-1.0/state")).isEqualTo("FOLLOWING");
        assertThat(server.applications()).containsExactlyInAnyOrder("carrier", ProfiledServer.NAME);
        assertThat(new Traces(server.wildfly().pid(), jdk()).libraries()).hasSize(1);

        server.undeploy("carrier-1.0.war", true);
        server.forget();
        assertThat(server.applications()).doesNotContain("carrier");
    }

    private File module(String path, String jar) throws IOException {
        Path modules = Path.of(System.getProperty("wildfly.home"), "modules/system/layers/base");
        return Folders.onlyOne(modules.resolve(path).resolve("main"), jar).toFile();
    }
}
