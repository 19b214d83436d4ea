package io.blackfire.conprof.payara;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Sample;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** Under which names and labels deployments appear, whatever happens to them. */
@ExtendWith(NeedsJdk.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentsIT {
    private static final Path PORTABLE = Path.of(System.getProperty("portable.jar"));
    private static final String CPU = "cpu-time/nanoseconds";

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    private PayaraServer server;

    @BeforeAll
    void startServer() throws IOException {
        server = PayaraServer.installed()
                .settings(Map.of("agent-socket", agent.address(), "period", "5m", "cpu-rate", "250"))
                .start();
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
        agent.close();
    }

    @Test
    void archive_mayNameItselfInItsManifest() throws IOException {
        String manifest = "Manifest-Version: 1.0\nBlackfire-Application-Name: Order desk\n";
        deploy(Applications.web("orders.war").setManifest(new StringAsset(manifest)));
        assertThat(profileOf("Order desk", "/orders/work").tags()).containsEntry("deployment", "orders");
    }

    @Test
    void webArchive_hasItsNamesAsLabels() throws IOException {
        deploy(Applications.web("shop-2.1.war"));
        Map<String, String> tags = profileOf("shop", "/shop-2.1/work").tags();
        assertThat(tags)
                .containsEntry("deployment", "shop-2.1")
                .containsEntry("context_path", "/shop-2.1")
                .containsEntry("server_name", "domain1")
                .containsEntry("server", System.getProperty("payara.kind"))
                .doesNotContainKey("module");
    }

    @Test
    void enterpriseArchive_isOneApplicationWithItsModulesAsLabels() throws IOException {
        deploy(Applications.enterprise("store.ear"));
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
    void archiveWithAnotherNameAndContextRoot_goesByTheNameThatAdministratorsKnow() throws IOException {
        server.deploy(zip(Applications.web("any.war")), Map.of("name", "desk:2.0", "contextroot", "/front/desk"));
        assertThat(profileOf("desk", "/front/desk/work").tags())
                .containsEntry("deployment", "desk:2.0")
                .containsEntry("context_path", "/front/desk");
    }

    @Test
    void applicationThatNamesTheServersClassesThatItSees_isAsAnyOther() throws IOException {
        deploy(Applications.web("hiding.war")
                .addAsWebInfResource(
                        new StringAsset(
                                """
                        <!DOCTYPE glassfish-web-app PUBLIC
                          "-//GlassFish.org//DTD GlassFish Application Server 3.1 Servlet 3.0//EN"
                          "http://glassfish.org/dtds/glassfish-web-app_3_0-1.dtd">
                        <glassfish-web-app>
                          <whitelist-package>com.sun.</whitelist-package>
                          <whitelist-package>fish.payara.</whitelist-package>
                          <whitelist-package>org.eclipse.</whitelist-package>
                          <whitelist-package>org.glassfish.</whitelist-package>
                          <whitelist-package>org.jboss.</whitelist-package>
                        </glassfish-web-app>
                        """),
                        "glassfish-web.xml"));
        profileOf("hiding", "/hiding/work");
    }

    @Test
    void folder_isAsAnyArchive() throws IOException {
        File exploded = Applications.web("open.war").as(ExplodedExporter.class).exportExploded(folder.toFile());
        server.deploy(exploded.toPath(), Map.of("name", "open", "contextroot", "open"));
        assertThat(profileOf("open", "/open/work").tags()).containsEntry("deployment", "open");
    }

    @Test
    void deploymentThatComesAndGoes_hasAProfileWhileItIsThere() throws IOException {
        deploy(Applications.web("life.war"));
        profileOf("life", "/life/work");
        deploy(Applications.web("life.war"));
        profileOf("life", "/life/work");

        server.command("disable", Map.of("DEFAULT", "life"));
        assertThat(applications()).doesNotContain("life");
        server.command("enable", Map.of("DEFAULT", "life"));
        profileOf("life", "/life/work");

        server.stop();
        server.start();
        server.awaitPage("/life/work?units=1");
        profileOf("life", "/life/work");

        server.undeploy("life");
        assertThat(applications()).doesNotContain("life");
        assertThat(server.log()).doesNotContain("counts as the server");
        assertThat(server.severe()).isEmpty();
    }

    /** Its copy tells the server's of it, which samples for both: under the names that administrators know. */
    @Test
    void archiveThatBringsThePortableJar_isOneApplicationOfTheServers() throws IOException {
        deploy(Applications.withProfiler("carrier-1.0.war").addAsLibrary(PORTABLE.toFile()));
        assertThat(profileOf("carrier", "/carrier-1.0/work").tags())
                .containsEntry("deployment", "carrier-1.0")
                .containsEntry("context_path", "/carrier-1.0")
                .containsEntry("server_name", "domain1")
                .containsEntry("server", System.getProperty("payara.kind"));
        assertThat(server.get("/carrier-1.0/state")).isEqualTo("FOLLOWING");
        assertThat(agent.profiles()).extracting(ReceivedProfile::application).doesNotHaveDuplicates();
        assertThat(new Traces(server.pid(), Asadmin.JDK).libraries()).hasSize(1);

        server.undeploy("carrier-1.0");
        assertThat(applications()).doesNotContain("carrier");
        assertThat(server.severe()).isEmpty();
    }

    /** Its profile after work for requests to these paths. */
    private ReceivedProfile profileOf(String application, String... paths) throws IOException {
        server.flush();
        agent.clear();
        for (String path : paths) {
            server.get(path + "?units=200");
        }
        server.flush();
        assertThat(agent.violations()).isEmpty();
        List<ReceivedProfile> found = agent.profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
        assertThat(found).as("profiles of " + application).hasSize(1);
        assertThat(found.get(0).pprof().sum(CPU, stack -> stack.contains("Work.units")))
                .isPositive();
        return found.get(0);
    }

    /** Those that there is a profile of a period from now on. */
    private Set<String> applications() throws IOException {
        server.flush();
        agent.clear();
        server.command("version", Map.of());
        server.flush();
        Set<String> names = new HashSet<>();
        agent.profiles().forEach(profile -> names.add(profile.application()));
        assertThat(names).isNotEmpty();
        return names;
    }

    private void deploy(Archive<?> archive) throws IOException {
        server.deploy(zip(archive), Map.of());
    }

    private Path zip(Archive<?> archive) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
