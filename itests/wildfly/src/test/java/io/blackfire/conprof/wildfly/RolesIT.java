package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each role of WildFly may do, with a real user for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIT {
    private static final String TOKEN = "a-token-for-few";
    private static final List<String> ROLES =
            List.of("Monitor", "Operator", "Maintainer", "Deployer", "Administrator", "Auditor", "SuperUser");

    private TestAgent agent;
    private WildFlyServer server;

    @BeforeAll
    void startServer() throws IOException {
        agent = TestAgent.unix().requireConprof();
        server = WildFlyServer.installed(Jdk.current())
                .settings(Map.of("agent-socket", agent.address(), "server-id", "an-id", "server-token", TOKEN));
        for (String role : ROLES) {
            user(role).addTo(server);
        }
        server.start();
        try (Subsystem all = new Subsystem(server)) {
            for (String role : ROLES) {
                giveRole(role, all);
            }
            all.call(Operations.createWriteAttributeOperation(
                    Operations.createAddress("core-service", "management", "access", "authorization"),
                    "provider",
                    "rbac"));
        }
        server.reload();
    }

    private static void giveRole(String role, Subsystem all) throws IOException {
        String name = user(role).name();
        String[] mapping = {"core-service", "management", "access", "authorization", "role-mapping", role};
        if (!role.equals("SuperUser")) {
            all.call(Operations.createAddOperation(Operations.createAddress(mapping)));
        }
        ModelNode include = Operations.createAddOperation(Operations.createAddress(
                mapping[0], mapping[1], mapping[2], mapping[3], mapping[4], mapping[5], "include", "user-" + name));
        include.get("name").set(name);
        include.get("type").set("USER");
        all.call(include);
    }

    @AfterAll
    void stopServer() throws IOException {
        assertThat(server.log()).doesNotContain(TOKEN);
        server.close();
        agent.close();
    }

    private static ManagementUser user(String role) {
        return ManagementUser.named("the-" + role.toLowerCase());
    }

    @ParameterizedTest
    @CsvSource({
        // role, run the profiler, change settings, change where secrets go, read secrets
        "Monitor,       false, false, false, false",
        "Operator,      true,  false, false, false",
        "Maintainer,    true,  true,  false, false",
        "Deployer,      false, false, false, false",
        "Administrator, true,  true,  true,  true",
        "Auditor,       false, false, false, true",
        "SuperUser,     true,  true,  true,  true",
    })
    void role_mayDoWhatItMay(String role, boolean run, boolean write, boolean writeSecrets, boolean readSecrets)
            throws IOException {
        try (Subsystem subsystem = new Subsystem(user(role).client(server))) {
            assertThat(subsystem.read("state").asString()).isEqualTo("running");
            assertThat(subsystem.read("settings-in-force").asString())
                    .contains("***")
                    .doesNotContain(TOKEN);
            assertThat(subsystem.call("doctor").asList()).isNotEmpty();

            may(run, () -> subsystem.call("flush"));
            may(run, () -> subsystem.call("stop"));
            may(run, () -> subsystem.call("start"));

            may(write, () -> subsystem.write("period", "20s"));
            may(write, () -> subsystem.undefine("period"));
            may(writeSecrets, () -> subsystem.write("agent-socket", agent.address()));
            may(writeSecrets, () -> subsystem.write("server-token", TOKEN));

            may(readSecrets, () -> assertThat(subsystem.read("server-token").asString())
                    .isEqualTo(TOKEN));
            assertThat(subsystem.configured().get("server-token").asString("")).isEqualTo(readSecrets ? TOKEN : "");
        }
    }

    @Test
    void jmx_showsTheProfilerAndKeepsToTheRoles() throws Exception {
        ObjectName name = new ObjectName("io.blackfire.conprof:type=Profiler");
        try (JMXConnector monitor = user("Monitor").jmx(server);
                JMXConnector operator = user("Operator").jmx(server)) {
            assertThat(monitor.getMBeanServerConnection().getAttribute(name, "State"))
                    .isEqualTo("running");
            assertThat(monitor.getMBeanServerConnection()
                            .getAttribute(name, "Settings")
                            .toString())
                    .contains("***")
                    .doesNotContain(TOKEN);
            assertThat(operator.getMBeanServerConnection().invoke(name, "flush", null, null))
                    .isEqualTo(true);
            assertThatThrownBy(() -> monitor.getMBeanServerConnection().invoke(name, "flush", null, null))
                    .hasMessageContaining("Unauthorized");
        }
    }

    private static void may(boolean allowed, ThrowingCallable action) {
        if (allowed) {
            assertThatCode(action).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(action).hasMessageContaining("WFLYCTL0313").hasMessageNotContaining(TOKEN);
        }
    }
}
