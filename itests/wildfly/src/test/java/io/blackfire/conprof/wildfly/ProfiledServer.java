package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.DeploymentManager;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** A WildFly that uploads its profiles to a test Agent when it is asked to, and what comes and goes in it. */
final class ProfiledServer implements AutoCloseable {
    static final ModelNode SUBSYSTEM = Operations.createAddress("subsystem", "blackfire-conprof");

    /** Its name among servers. */
    static final String NAME = "node-1";

    private static final String CPU = "cpu-time/nanoseconds";

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final Map<String, String> settings =
            Map.of("agent-socket", agent.address(), "period", "5m", "upload-timeout", "60s", "cpu-rate", "250");
    private final Path folder;
    private final WildFlyServer wildfly;

    /**
     * @param folder for archives
     */
    ProfiledServer(Jdk jdk, Path folder) throws IOException {
        this.folder = folder;
        wildfly = WildFlyServer.installed(jdk)
                .settings(settings)
                .javaOptions("-Djboss.server.name=" + NAME)
                .start();
    }

    WildFlyServer wildfly() {
        return wildfly;
    }

    /** The attributes of the subsystem. */
    Map<String, String> settings() {
        return settings;
    }

    void deploy(Archive<?> archive) throws IOException {
        deploy(Deployment.of(zip(archive)));
    }

    void deploy(Deployment deployment) throws IOException {
        deployments().deploy(deployment).assertSuccess();
    }

    void undeploy(String name, boolean forGood) throws IOException {
        deployments()
                .undeploy(UndeployDescription.of(name).setRemoveContent(forGood))
                .assertSuccess();
    }

    void undeployAll() throws IOException {
        for (String name : deployments().getDeploymentNames()) {
            undeploy(name, true);
        }
    }

    DeploymentManager deployments() {
        return wildfly.manager().deploymentManager();
    }

    Path zip(Archive<?> archive) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** The only profile of an application after work for requests to these paths. */
    ReceivedProfile profileOf(String application, String... paths) throws IOException {
        forget();
        for (String path : paths) {
            wildfly.get(path + "?units=200");
        }
        List<ReceivedProfile> found = profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
        assertThat(found).as("profiles of " + application).hasSize(1);
        assertThat(found.get(0).pprof().sum(CPU, stack -> stack.contains("Work.units")))
                .isPositive();
        return found.get(0);
    }

    /** All that was before now is uploaded and forgotten. */
    void forget() throws IOException {
        flush();
        agent.clear();
    }

    /** The profiles since then, one for each application. */
    List<ReceivedProfile> profiles() throws IOException {
        flush();
        assertThat(agent.violations()).isEmpty();
        return agent.profiles();
    }

    Set<String> applications() throws IOException {
        Set<String> names = new HashSet<>();
        profiles().forEach(profile -> names.add(profile.application()));
        assertThat(names).isNotEmpty();
        return names;
    }

    private void flush() throws IOException {
        assertThat(execute(Operations.createOperation("flush", SUBSYSTEM)).asBoolean())
                .isTrue();
    }

    ModelNode execute(ModelNode operation) throws IOException {
        return wildfly.manager().executeOperation(operation);
    }

    @Override
    public void close() throws IOException {
        wildfly.close();
        agent.close();
    }
}
