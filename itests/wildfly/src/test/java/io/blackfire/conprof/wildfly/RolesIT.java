package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each role of WildFly may do, with a real user for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIT {
    private static final String TOKEN = "a-token-for-few";
    private static final String OF_OTHERS = "what-an-expression-stands-for";
    private static final String EXPRESSION = "${of.others}";
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
        try (Subsystem all = new Subsystem(server)) {
            ModelNode property =
                    Operations.createAddOperation(Operations.createAddress("system-property", "of.others"));
            property.get("value").set(OF_OTHERS);
            all.call(property);
        }
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
        assertThat(server.log()).doesNotContain(TOKEN, OF_OTHERS);
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
            awaitRunning(subsystem);
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

    /** It may be a secret that the one who writes the expression may not read. */
    @Test
    void whatAnExpressionStandsFor_isShownToNobody() throws Exception {
        try (Subsystem maintainer = new Subsystem(user("Maintainer").client(server));
                JMXConnector jmx = user("Monitor").jmx(server)) {
            maintainer.write("application-name", EXPRESSION);
            assertThat(maintainer.call("flush").asBoolean()).isTrue();
            assertThatThrownBy(() -> maintainer.write("period", EXPRESSION))
                    .hasMessageContaining("period=" + EXPRESSION + " refused: must be a duration")
                    .hasMessageNotContaining(OF_OTHERS);

            assertThat(agent.profiles())
                    .anyMatch(profile -> profile.application().equals(OF_OTHERS));
            assertThat(maintainer.status().toString())
                    .contains("\"application-name\" => \"" + EXPRESSION + "\"")
                    .doesNotContain(OF_OTHERS);
            ObjectName name = new ObjectName("io.blackfire.conprof:type=Profiler");
            for (String attribute : List.of("Settings", "Applications", "Delivery", "Refused")) {
                assertThat(jmx.getMBeanServerConnection()
                                .getAttribute(name, attribute)
                                .toString())
                        .doesNotContain(OF_OTHERS);
            }
            maintainer.undefine("application-name");
            assertThat(maintainer.status().toString()).doesNotContain(OF_OTHERS);
        }
    }

    @Test
    void jmx_showsTheProfilerAndKeepsToTheRoles() throws Exception {
        ObjectName name = new ObjectName("io.blackfire.conprof:type=Profiler");
        try (JMXConnector monitor = user("Monitor").jmx(server);
                JMXConnector operator = user("Operator").jmx(server)) {
            assertThat(monitor.getMBeanServerConnection().getAttribute(name, "State"))
                    .isIn("starting", "running");
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

    /** Started a moment ago, it may still be at it. */
    private static void awaitRunning(Subsystem subsystem) {
        Await.until("running", Duration.ofSeconds(30), () -> {
            try {
                return subsystem.read("state").asString().equals("running");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void may(boolean allowed, ThrowingCallable action) {
        if (allowed) {
            assertThatCode(action).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(action).hasMessageContaining("WFLYCTL0313").hasMessageNotContaining(TOKEN);
        }
    }
}
