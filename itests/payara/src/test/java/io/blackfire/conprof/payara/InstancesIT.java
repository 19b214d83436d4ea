package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers of a domain are configured, and asked, where it is administered. */
class InstancesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SET = "set-blackfire-conprof-configuration";
    private static final String STATUS = "blackfire-conprof-status";

    @TempDir
    private Path nodes;

    @Test
    void deploymentGroup_isATargetAndItsInstancesUploadUnderTheirNames() throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                PayaraServer server = PayaraServer.installed().start();
                Ports ports = new Ports()) {
            String base = Integer.toString(ports.getAsInt() / 100 * 100);
            server.asadmin("create-local-instance", "--nodedir", nodes.toString(), "--portbase", base, "desk");
            server.asadmin("create-deployment-group", "desks");
            server.asadmin("add-instance-to-deployment-group", "--instance", "desk", "--deploymentgroup", "desks");
            server.asadmin("start-local-instance", "--nodedir", nodes.toString(), "desk");
            try {
                server.asadmin(SET, "--target", "desks", "--agent-socket", agent.address(), "--period", "1s");
                agent.awaitProfiles(
                        profiles -> profiles.stream()
                                .anyMatch(profile -> profile.application().equals("desk")),
                        SOON);
                assertThat(agent.profiles())
                        .allMatch(profile -> profile.application().equals("desk"));
                assertThat(agent.violations()).isEmpty();
                assertThat(server.asadmin(STATUS, "--target", "desks")).containsPattern("period +1s +configuration");
                assertThat(server.asadmin(STATUS)).containsPattern("period +45s +default");
                assertThat(server.asadmin("blackfire-conprof-stop", "--target", "desk"))
                        .contains("STOPPED");
                assertThat(server.command(STATUS, Map.of())).contains("is RUNNING");
            } finally {
                server.asadmin("stop-local-instance", "--nodedir", nodes.toString(), "desk");
            }
        }
    }
}
