package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.Setting;
import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What administrators do by the management interface, and with it by jboss-cli and the console. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ManagementIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private Subsystem subsystem;
    private TestAgent agent;

    @Deployment(testable = false)
    static WebArchive counted() {
        return ShrinkWrap.create(WebArchive.class, "counted-1.0.war")
                .addPackage(BurnServlet.class.getPackage())
                .addPackage(Account.class.getPackage());
    }

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
        return Files.readString(
                Path.of(System.getProperty("wildfly.home"), "standalone/configuration/standalone-full.xml"));
    }

    private String inForce(String setting) throws IOException {
        return subsystem.read("settings-in-force").get(setting).asString() + " by "
                + subsystem.read("settings-sources").get(setting).asString();
    }

    private String get(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try {
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(uri).timeout(SOON).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("GET " + path, e);
        }
    }

    @Test
    void description_tellsTypeUnitDefaultAndWhereElse() throws IOException {
        ModelNode attributes = subsystem.description().get("attributes");
        for (Setting setting : Setting.values()) {
            ModelNode attribute = attributes.get(setting.key().replace('.', '-'));
            assertThat(attribute.get("expressions-allowed").asBoolean()).isTrue();
            assertThat(attribute.get("restart-required").asString()).isEqualTo("no-services");
            assertThat(attribute.get("description").asString()).contains(setting.property());
            assertThat(attribute.get("default").asString(""))
                    .isEqualTo(setting.defaultText().orElse(""));
        }
        assertThat(attributes.get("cpu-rate", "type").asType()).isEqualTo(ModelType.INT);
        assertThat(attributes.get("cpu-rate", "unit").asString()).isEqualTo("PER_SECOND");
        assertThat(attributes.get("period", "unit").asString()).isEqualTo("SECONDS");
        assertThat(attributes.get("mode", "allowed").asList())
                .containsExactly(new ModelNode("per-deployment"), new ModelNode("single"));
        assertThat(attributes.get("server-token", "access-constraints").asString())
                .contains("credential");
        assertThat(subsystem.description().get("operations").keys()).contains("start", "stop", "flush", "doctor");
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
    void whatIsNotSetHere_comesFromElsewhere() throws IOException {
        ModelNode property = Operations.createAddress("system-property", "blackfire.conprof.cpu-rate");
        ModelNode add = Operations.createAddOperation(property);
        add.get("value").set("60");
        subsystem.call(add);
        try {
            subsystem.undefine("cpu-rate");
            assertThat(inForce("cpu-rate")).isEqualTo("60 by system property");
            assertThat(subsystem.read("cpu-rate").asInt()).isEqualTo(60);
            assertThat(subsystem.configured().hasDefined("cpu-rate")).isFalse();
            subsystem.write("cpu-rate", "70");
            assertThat(inForce("cpu-rate")).isEqualTo("70 by configuration");
        } finally {
            subsystem.call(Operations.createRemoveOperation(property));
            subsystem.undefine("cpu-rate");
        }
        assertThat(inForce("cpu-rate")).isEqualTo("100 by default");
        assertThat(subsystem.read("cpu-rate").asInt()).isEqualTo(100);
    }

    @Test
    void badValue_isRefusedWithKeyValueAndReason() throws IOException {
        assertThatThrownBy(() -> subsystem.write("period", "7x"))
                .hasMessage("period=7x refused: must be a duration, for instance 45s, 500ms, 2m or PT45S");
        assertThatThrownBy(() -> subsystem.write("server-token", "secret\u0007token"))
                .hasMessageContaining("server-token=*** refused")
                .hasMessageNotContaining("secret");
        assertThat(subsystem.read("period").asString()).isEqualTo("1s");
        assertThat(inForce("period")).isEqualTo("1s by configuration");
    }

    @Test
    void spacesAroundAValue_areNoPartOfIt() throws IOException {
        subsystem.write("cpu-rate", " 50 ");
        assertThat(inForce("cpu-rate")).isEqualTo("50 by configuration");
        subsystem.undefine("cpu-rate");
    }

    @Test
    void expression_isResolvedAndABadOneRefused() throws IOException {
        subsystem.write("period", "${nobody.sets.this:2s}");
        assertThat(inForce("period")).isEqualTo("${nobody.sets.this:2s} by configuration");
        assertThatThrownBy(() -> subsystem.write("period", "${nobody.sets.this:5x}"))
                .hasMessageContaining("period=${nobody.sets.this:5x} refused: must be a duration");
        assertThatThrownBy(() -> subsystem.write("period", "${nobody.sets.this}"))
                .hasMessageContaining("nobody.sets.this");
        assertThat(inForce("period")).isEqualTo("${nobody.sets.this:2s} by configuration");
    }

    @Test
    void settingThatIsRolledBack_isNotInForce() throws IOException {
        ModelNode good = Operations.createWriteAttributeOperation(subsystemAddress(), "period", "5s");
        ModelNode bad = Operations.createWriteAttributeOperation(subsystemAddress(), "cpu-rate", "${none:999}");
        ModelNode both = Operations.CompositeOperationBuilder.create()
                .addStep(good)
                .addStep(bad)
                .build()
                .getOperation();
        assertThatThrownBy(() -> subsystem.call(both)).hasMessageContaining("cpu-rate=${none:999} refused");
        assertThat(inForce("period")).isEqualTo("1s by configuration");
        assertThat(inForce("cpu-rate")).isEqualTo("100 by default");
        assertThat(subsystem.configured().hasDefined("cpu-rate")).isFalse();
    }

    private static ModelNode subsystemAddress() {
        return Operations.createAddress("subsystem", "blackfire-conprof");
    }

    @Test
    void status_tellsWhatIsDoneAndWhatItCosts() throws IOException {
        agent.awaitProfiles(2, SOON);
        assertThat(subsystem.read("state").asString()).isEqualTo("running");
        assertThat(subsystem.read("periods").asLong()).isPositive();
        assertThat(subsystem.read("profiles-delivered").asLong()).isPositive();
        assertThat(subsystem.read("last-upload").asString()).matches("\\d{4}-.*Z, .*: 2\\d\\d.*");
        assertThat(subsystem.read("last-period-samples").asLong()).isPositive();
        assertThat(subsystem.read("native-memory").asLong()).isPositive();
        assertThat(subsystem.read("settings-refused").asList()).isEmpty();
        assertThat(subsystem.read("applications").asList()).anySatisfy(application -> {
            assertThat(application.get("server").asBoolean()).isTrue();
            assertThat(application.get("delivered").asLong()).isPositive();
        });
    }

    @Test
    void deployment_tellsItsSamplesAndUploads() throws IOException {
        ModelNode read = Operations.createReadResourceOperation(
                Operations.createAddress("deployment", "counted-1.0.war", "subsystem", "blackfire-conprof"));
        read.get("include-runtime").set(true);
        Await.until("profiles of the deployment are delivered", SOON, () -> {
            get(Integer.getInteger("wildfly.http.port"), "/counted-1.0/servlet?units=50");
            try {
                return subsystem
                                .call(read)
                                .get("application-profiles-delivered")
                                .asLong()
                        > 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        ModelNode share = subsystem.call(read);
        assertThat(share.get("application").asString()).isEqualTo("counted");
        assertThat(share.get("counts-as-server").asBoolean()).isFalse();
        assertThat(share.get("application-samples").asLong()).isPositive();
        assertThat(share.get("application-profiles").asLong()).isPositive();
        // as WildFly's metrics as well
        assertThat(get(Integer.getInteger("wildfly.management.port"), "/metrics"))
                .contains("wildfly_blackfire_conprof_profiles_delivered_total ")
                .contains("wildfly_blackfire_conprof_native_memory_bytes ")
                .contains("wildfly_blackfire_conprof_application_samples_total{deployment=\"counted-1.0.war\"");
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

    @Test
    void doctor_saysWhatIsWrongAndWhatToDo() throws IOException {
        awaitAgent("OK");
        assertThat(findings()).containsEntry("profiler", "OK");
        subsystem.write("agent-socket", "unix:///nowhere/agent.sock");
        awaitAgent("PROBLEM");
    }

    private void awaitAgent(String level) {
        Await.until("the doctor finds the Agent " + level, SOON, () -> {
            try {
                return level.equals(findings().get("Agent"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private Map<String, String> findings() throws IOException {
        return subsystem.call("doctor").asList().stream()
                .collect(Collectors.toMap(finding -> finding.get("check").asString(), finding -> finding.get("level")
                        .asString()));
    }
}
