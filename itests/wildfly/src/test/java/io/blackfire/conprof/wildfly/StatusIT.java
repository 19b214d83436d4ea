package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.harness.Await;

import static org.assertj.core.api.Assertions.assertThat;

/** What administrators see of the profiler, and have it do, by the management interface. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StatusIT extends Managed {
    private final HttpClient http = HttpClient.newHttpClient();

    @Deployment(testable = false)
    static WebArchive counted() {
        return ShrinkWrap.create(WebArchive.class, "counted-1.0.war")
                .addPackage(BurnServlet.class.getPackage())
                .addPackage(Account.class.getPackage());
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
    }

    /** The same numbers, between what the attributes say before and after. */
    @Test
    void metrics_areWhatTheAttributesSay() throws IOException {
        agent.awaitProfiles(2, SOON);
        long deliveredBefore = subsystem.read("profiles-delivered").asLong();
        String metrics = get(Integer.getInteger("wildfly.management.port"), "/metrics");
        assertThat(metric(metrics, "profiles_delivered_total"))
                .isBetween(
                        (double) deliveredBefore,
                        subsystem.read("profiles-delivered").asDouble());
        assertThat(metric(metrics, "native_memory_bytes")).isBetween(1e6, 1e9);
        assertThat(metrics)
                .contains("wildfly_blackfire_conprof_application_samples_total{deployment=\"counted-1.0.war\"");
    }

    private static double metric(String metrics, String name) {
        Matcher value = Pattern.compile("(?m)^wildfly_blackfire_conprof_" + name + " (\\S+)$")
                .matcher(metrics);
        assertThat(value.find()).as("%s in %s", name, metrics).isTrue();
        return Double.parseDouble(value.group(1));
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
