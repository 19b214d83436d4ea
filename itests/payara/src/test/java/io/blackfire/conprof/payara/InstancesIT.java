package io.blackfire.conprof.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers of a domain are configured, and asked, where it is administered: here one that runs and one that never did. */
@ExtendWith(NeedsJdk.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstancesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SET = "set-blackfire-conprof-configuration";
    private static final String GET = "get-blackfire-conprof-configuration";
    private static final String STATUS = "blackfire-conprof-status";
    private static final String START = "blackfire-conprof-start";
    private static final String STOP = "blackfire-conprof-stop";
    private static final String FLUSH = "blackfire-conprof-flush";
    private static final String NOBODY = "There is no server in %1$s, and none with a configuration of that name";

    private final TestAgent agent = TestAgent.unix().requireConprof();

    private Path nodes;
    private PayaraServer server;

    @BeforeAll
    void startServers(@TempDir Path folder) throws IOException {
        nodes = folder;
        server = PayaraServer.installed().start();
        try (Ports ports = new Ports()) {
            String base = Integer.toString(ports.getAsInt() / 100 * 100);
            server.asadmin("create-local-instance", "--nodedir", nodes.toString(), "--portbase", base, "desk");
            server.asadmin("create-local-instance", "--nodedir", nodes.toString(), "shelf");
        }
        server.command("create-deployment-group", Map.of("DEFAULT", "desks"));
        server.command("create-deployment-group", Map.of("DEFAULT", "nobody"));
        server.command("add-instance-to-deployment-group", Map.of("instance", "desk", "deploymentgroup", "desks"));
        server.asadmin("start-local-instance", "--nodedir", nodes.toString(), "desk");
    }

    @AfterAll
    void stopServers() throws IOException {
        try {
            server.asadmin("stop-local-instance", "--nodedir", nodes.toString(), "desk");
        } finally {
            server.close();
            agent.close();
        }
    }

    @Test
    void deploymentGroup_isATargetAndItsInstancesUploadUnderTheirNames() throws IOException {
        server.asadmin(SET, "--target", "desks", "--agent-socket", agent.address(), "--period", "1s");
        awaitProfileOfDesk();
        assertThat(agent.profiles()).allMatch(profile -> profile.application().equals("desk"));
        assertThat(agent.violations()).isEmpty();
        assertThat(server.command(STATUS, Map.of("target", "desks"))).containsPattern("period +1s +configuration");
        assertThat(server.command(STATUS, Map.of())).containsPattern("period +45s +default");
        assertThat(server.command(STOP, Map.of("target", "desk"))).contains("STOPPED");
        assertThat(server.command(STATUS, Map.of())).contains("is RUNNING");
        server.command(START, Map.of("target", "desk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"desks", "desk-config"})
    void groupOrConfiguration_isStoppedFlushedAndStartedInItsServersAlone(String target) throws IOException {
        server.command(SET, Map.of("target", target, "agent-socket", agent.address(), "period", "1s"));
        assertThat(server.command(STOP, Map.of("target", target))).contains("desk:", "Blackfire Conprof is STOPPED");
        assertThat(server.command(STATUS, Map.of("target", "desk"))).contains("Blackfire Conprof is STOPPED");
        assertThat(server.command(STATUS, Map.of())).contains("is RUNNING");
        assertFails(FLUSH, target, "nothing to upload, the profiler is stopped");
        // what an instance did not achieve is no change of its configuration that it waits for
        assertThat(server.command("list-instances", Map.of("long", "true")))
                .contains("desk")
                .doesNotContain("blackfire")
                .doesNotContain("RESTART");

        server.command(START, Map.of("target", target));
        awaitProfileOfDesk();
        assertThat(server.command(FLUSH, Map.of("target", target))).contains("desk:", "has taken everything");
    }

    @Test
    void configurationOfTheDomainsServer_isThatServerAlone() throws IOException {
        assertThat(server.command(STOP, Map.of("target", "server-config"))).contains("Blackfire Conprof is STOPPED");
        assertThat(server.command(STATUS, Map.of("target", "server"))).contains("Blackfire Conprof is STOPPED");
        assertThat(server.command(STATUS, Map.of("target", "desk"))).doesNotContain("STOPPED");
        server.command(START, Map.of("target", "server-config"));
        Await.until("it samples again", SOON, () -> status("server-config").contains("is RUNNING"));
    }

    @Test
    void settingsOfAGroup_areThoseOfTheConfigurationsOfItsInstances() throws IOException {
        server.command("add-instance-to-deployment-group", Map.of("instance", "shelf", "deploymentgroup", "desks"));
        server.command(SET, Map.of("target", "desks", "labels", "region:eu"));
        server.command(SET, Map.of("target", "shelf-config", "wall-interval", "200ms"));
        String shown = server.command(GET, Map.of("target", "desks"));
        String desk = server.command(GET, Map.of("target", "desk-config"));
        String shelf = server.command(GET, Map.of("target", "shelf"));
        assertThat(desk)
                .contains("desk-config")
                .containsPattern("labels +region:eu")
                .doesNotContain("200ms");
        assertThat(shelf).containsPattern("labels +region:eu").containsPattern("wall-interval +200ms");
        assertThat(shown).contains(desk.strip(), shelf.strip());
        assertThat(server.command(GET, Map.of())).doesNotContain("region:eu");
        assertThat(server.command(STATUS, Map.of("target", "desk")))
                .containsPattern("labels +region:eu +configuration");
        server.command(
                "remove-instance-from-deployment-group", Map.of("instance", "shelf", "deploymentgroup", "desks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {STATUS, START, STOP, FLUSH})
    void commandThatReachesNoServer_failsAndSaysWhy(String command) throws IOException {
        assertFails(command, "nowhere", "Unable to find a valid target with name nowhere");
        assertFails(command, "default-config", String.format(NOBODY, "default-config"));
        assertFails(command, "nobody", String.format(NOBODY, "nobody"));
        assertFails(command, "shelf", "Instance shelf has never been started");
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, SET})
    void settingsOfNobody_areRefused(String command) throws IOException {
        assertFails(command, "nowhere", "nowhere");
        assertFails(command, "nobody", "There is no configuration, instance or deployment group nobody");
    }

    private void assertFails(String command, String target, String reason) throws IOException {
        Program failed = server.tried(command, Map.of("target", target));
        assertThat(failed.exit()).as(failed.output()).isNotZero();
        assertThat(failed.output()).contains(reason);
    }

    private String status(String target) {
        try {
            return server.command(STATUS, Map.of("target", target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitProfileOfDesk() {
        agent.clear();
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals("desk")),
                SOON);
    }
}
