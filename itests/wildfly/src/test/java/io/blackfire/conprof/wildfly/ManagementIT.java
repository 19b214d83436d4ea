package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What administrators do by the management interface, and with it by jboss-cli and the console. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ManagementIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Subsystem subsystem;
    private TestAgent agent;

    @BeforeEach
    void connect() throws IOException {
        agent = TestAgent.unix().requireConprof();
        subsystem = new Subsystem();
        subsystem.write("agent-socket", agent.address());
        subsystem.write("period", "1s");
    }

    @AfterEach
    void disconnect() throws IOException {
        subsystem.close();
        agent.close();
    }

    private static String configuration() throws IOException {
        return Files.readString(Path.of(System.getProperty("wildfly.home"), "standalone/configuration/standalone.xml"));
    }

    @Test
    void setting_isInForceAtOnceAndPersisted() throws IOException {
        agent.awaitProfiles(1, SOON);
        subsystem.write("labels", "team:payments");
        agent.clear();
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> "payments".equals(profile.tags().get("team"))),
                SOON);
        assertThat(configuration()).contains("labels=\"team:payments\"");
        subsystem.undefine("labels");
        assertThat(configuration()).doesNotContain("team:payments");
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void badValue_isRefusedWithKeyValueAndReason() throws IOException {
        assertThatThrownBy(() -> subsystem.write("period", "7x"))
                .hasMessage("period=7x refused: must be a duration, for instance 45s, 500ms, 2m or PT45S");
        assertThatThrownBy(() -> subsystem.write("server-token", "secret\u0007token"))
                .hasMessageContaining("server-token=*** refused")
                .hasMessageNotContaining("secret");
        assertThat(subsystem.read("period").asString()).isEqualTo("1s");
    }

    @Test
    void status_tellsWhatIsDoneAndWhatItCosts() throws IOException {
        agent.awaitProfiles(2, SOON);
        assertThat(subsystem.read("state").asString()).isEqualTo("running");
        assertThat(subsystem.read("periods").asLong()).isPositive();
        assertThat(subsystem.read("profiles-delivered").asLong()).isPositive();
        assertThat(subsystem.read("native-memory").asLong()).isPositive();
        assertThat(subsystem.read("applications").asList()).anySatisfy(application -> {
            assertThat(application.get("server").asBoolean()).isTrue();
            assertThat(application.get("delivered").asLong()).isPositive();
        });
    }

    @Test
    void operations_stopStartAndFlush() throws IOException {
        subsystem.call("stop");
        assertThat(subsystem.read("state").asString()).isEqualTo("stopped");
        assertThat(subsystem.call("flush").asBoolean()).isFalse();
        subsystem.call("start");
        agent.clear();
        agent.awaitProfiles(1, SOON);
        ModelNode taken = subsystem.call("flush");
        assertThat(taken.asBoolean()).isTrue();
    }
}
