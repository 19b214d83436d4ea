package io.blackfire.conprof.wildfly;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.DeploymentManager;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Sample;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** Under which names and labels deployments appear, whatever happens to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentsIT {
    private static final String CPU = "cpu-time/nanoseconds";
    private static final ModelNode SUBSYSTEM = Operations.createAddress("subsystem", "blackfire-conprof");

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final Map<String, String> settings =
            Map.of("agent-socket", agent.address(), "period", "5m", "cpu-rate", "250");

    @TempDir
    private Path folder;

    private WildFlyServer server;

    @BeforeAll
    void startServer() throws IOException {
        List<Jdk> jdks = Jdk.tested();
        server = WildFlyServer.installed(jdks.get(jdks.size() - 1))
                .settings(settings)
                .start();
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
        agent.close();
    }

    @AfterEach
    void undeployAll() throws IOException {
        for (String name : deployments().getDeploymentNames()) {
            undeploy(name, true);
        }
    }

    @Test
    void archive_mayNameItselfInItsManifest() throws IOException {
        String manifest = "Manifest-Version: 1.0\nBlackfire-Application-Name: Order desk\n";
        deploy(Deployment.of(zip(Applications.web("orders.war").setManifest(new StringAsset(manifest)))));
        assertThat(profileOf("Order desk", "/orders/work").tags()).containsEntry("deployment", "orders.war");
    }

    @Test
    void webArchive_hasItsNamesAsLabels() throws IOException {
        deploy(Deployment.of(zip(Applications.web("shop-2.1.war"))));
        Map<String, String> tags = profileOf("shop", "/shop-2.1/work").tags();
        assertThat(tags)
                .containsEntry("deployment", "shop-2.1.war")
                .containsEntry("context_path", "/shop-2.1")
                .containsKey("server_name")
                .doesNotContainKey("module");
        assertThat(tags.get("server")).startsWith("wildfly ");
    }

    @Test
    void enterpriseArchive_isOneApplicationWithItsModulesAsLabels() throws IOException {
        deploy(Deployment.of(zip(Applications.enterprise("store.ear"))));
        List<Sample> samples = profileOf("store", "/web-a/work", "/web-a/bean", "/web-b/work")
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

    @Test
    void archiveWithAnotherRuntimeName_goesByTheNameThatAdministratorsKnow() throws IOException {
        deploy(Deployment.of(zip(Applications.web("any.war")))
                .setName("orders-1.4.war")
                .setRuntimeName("other.war"));
        assertThat(profileOf("orders", "/other/work").tags())
                .containsEntry("deployment", "orders-1.4.war")
                .containsEntry("context_path", "/other");
    }

    @Test
    void explodedArchive_isAsAnyOther() throws IOException {
        File exploded = Applications.web("open.war").as(ExplodedExporter.class).exportExploded(folder.toFile());
        deploy(Deployment.local(exploded.toPath()));
        assertThat(profileOf("open", "/open/work").tags()).containsEntry("deployment", "open.war");
    }

    @Test
    void deploymentThatComesAndGoes_hasAProfileWhileItIsThere() throws IOException {
        Path archive = zip(Applications.web("life.war"));
        deploy(Deployment.of(archive));
        profileOf("life", "/life/work");
        assertThat(deployments().redeploy(Deployment.of(archive)).successful()).isTrue();
        profileOf("life", "/life/work");

        undeploy("life.war", false);
        flush();
        agent.clear();
        assertThat(applications()).doesNotContain("life");

        assertThat(deployments()
                        .deployToRuntime(UndeployDescription.of("life.war"))
                        .successful())
                .isTrue();
        profileOf("life", "/life/work");

        undeploy("life.war", true);
        flush();
        agent.clear();
        assertThat(applications()).doesNotContain("life");
    }

    @Test
    void subsystemThatComesLater_findsWhatIsDeployed() throws IOException {
        deploy(Deployment.of(zip(Applications.web("before.war"))));
        profileOf("before", "/before/work");
        execute(Operations.createRemoveOperation(SUBSYSTEM));
        server.reload();
        server.get("/before/work?units=1");
        agent.clear();

        ModelNode add = Operations.createAddOperation(SUBSYSTEM);
        settings.forEach((name, value) -> add.get(name).set(value));
        execute(add);
        assertThat(server.manager().serverState()).isEqualTo("reload-required");
        server.reload();
        assertThat(profileOf("before", "/before/work").tags()).containsEntry("context_path", "/before");
    }

    /** Its profile after work for requests to these paths. */
    private ReceivedProfile profileOf(String application, String... paths) throws IOException {
        flush();
        agent.clear();
        for (String path : paths) {
            server.get(path + "?units=200");
        }
        flush();
        assertThat(agent.violations()).isEmpty();
        List<ReceivedProfile> found = agent.profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
        assertThat(found).as("profiles of " + application).hasSize(1);
        assertThat(found.get(0).pprof().sum(CPU, stack -> stack.contains("Work.units")))
                .isPositive();
        return found.get(0);
    }

    private Set<String> applications() throws IOException {
        flush();
        Set<String> names = new HashSet<>();
        agent.profiles().forEach(profile -> names.add(profile.application()));
        assertThat(names).isNotEmpty();
        return names;
    }

    private void flush() throws IOException {
        assertThat(execute(Operations.createOperation("flush", SUBSYSTEM)).asBoolean())
                .isTrue();
    }

    private ModelNode execute(ModelNode operation) throws IOException {
        return server.manager().executeOperation(operation);
    }

    private DeploymentManager deployments() {
        return server.manager().deploymentManager();
    }

    private void deploy(Deployment deployment) throws IOException {
        assertThat(deployments().deploy(deployment).successful()).isTrue();
    }

    private void undeploy(String name, boolean forGood) throws IOException {
        assertThat(deployments()
                        .undeploy(UndeployDescription.of(name).setRemoveContent(forGood))
                        .successful())
                .isTrue();
    }

    private Path zip(Archive<?> archive) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
