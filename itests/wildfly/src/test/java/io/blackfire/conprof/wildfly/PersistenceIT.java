package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ValueExpression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

import io.blackfire.conprof.Setting;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is written to {@code standalone.xml}, and read from there. */
class PersistenceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-nobody-may-read";
    private static final String NAMESPACE = "urn:wildfly:blackfire-conprof:1.0";

    private static final Map<String, String> BAD = Map.of("upload-timeout", "soon", "cpu-rate", "many", "mode", "both");

    private TestAgent agent;
    private WildFlyServer server;

    @BeforeEach
    void startServer() throws IOException {
        agent = TestAgent.unix().requireConprof();
        server = WildFlyServer.installed(Jdk.current());
        server.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        assertThat(server.log()).doesNotContain(TOKEN);
        server.close();
        agent.close();
    }

    private Map<Setting, String> values() {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        values.put(Setting.ENABLED, "true");
        values.put(Setting.APPLICATION_NAME, "the <server> & \"all\"");
        values.put(Setting.AGENT_SOCKET, agent.address());
        values.put(Setting.SERVER_ID, "an-id");
        values.put(Setting.PERIOD, "${a.period.nobody.set:1s}");
        values.put(Setting.UPLOAD_TIMEOUT, "7s");
        values.put(Setting.LABELS, "team:payments,tier:gold");
        values.put(Setting.DIMENSIONS, "cpu-time,wall-time,allocated-memory,allocations");
        values.put(Setting.CPU_ENGINE, "timer");
        values.put(Setting.CPU_RATE, "50");
        values.put(Setting.ALLOC_INTERVAL, "1MiB");
        values.put(Setting.MODE, "per-deployment");
        values.put(Setting.DEPLOYMENTS_INCLUDE, "*");
        values.put(Setting.DEPLOYMENTS_EXCLUDE, "internal*");
        values.put(Setting.DEPLOYMENTS_NAMES, "orders:Orders");
        values.put(Setting.DEPLOYMENTS_LABELS, "orders:team=payments");
        return values;
    }

    @Test
    void settings_comeBackAsTheyWereWritten() throws Exception {
        ModelNode written;
        try (Subsystem subsystem = new Subsystem(server)) {
            for (Map.Entry<Setting, String> value : values().entrySet()) {
                subsystem.write(attribute(value.getKey()), value.getValue());
            }
            subsystem.write("server-token", encrypted(subsystem));
            byJbossCli();
            written = subsystem.configured();
            assertThat(written.keys()).hasSize(Setting.values().length);
            assertValid();
        }
        server.stop();
        // no value of ours keeps a server from starting
        String valid = Files.readString(server.configuration());
        Files.writeString(
                server.configuration(),
                valid.replace("upload-timeout=\"7s\"", "upload-timeout=\"soon\"")
                        .replace("cpu-rate=\"50\"", "cpu-rate=\"many\"")
                        .replace("mode=\"per-deployment\"", "mode=\"both\""));
        server.start();
        try (Subsystem subsystem = new Subsystem(server)) {
            ModelNode read = subsystem.configured();
            BAD.forEach((name, value) -> {
                assertThat(read.get(name)).as(name).isEqualTo(new ModelNode(new ValueExpression(value)));
                read.get(name).set(written.get(name));
            });
            assertThat(read).isEqualTo(written);
            assertThat(subsystem.read("settings-refused").asString())
                    .contains("upload-timeout=soon refused: must be a duration", "; using 10s")
                    .contains("cpu-rate=many refused: ", "mode=both refused: ");
            assertThat(subsystem.read("settings-in-force").get("upload-timeout").asString())
                    .isEqualTo("10s");
            subsystem.write("wall-interval", "100ms");
            BAD.forEach((name, value) -> assertThat(configuration()).contains(name + "=\"" + value + "\""));
            subsystem.write("upload-timeout", "7s");
            assertThat(subsystem.read("settings-refused").asString())
                    .doesNotContain("upload-timeout")
                    .contains("cpu-rate=many");
        }
        assertThat(server.log())
                .contains("upload-timeout=soon refused: ", "cpu-rate=many refused: ", "mode=both refused: ");
        // the token too
        String credentials = Base64.getEncoder().encodeToString(("an-id:" + TOKEN).getBytes());
        agent.clear();
        assertThat(agent.awaitProfiles(1, SOON).get(0).headers().get("Authorization"))
                .containsExactly("Basic " + credentials);
    }

    private String configuration() {
        try {
            return Files.readString(server.configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void byJbossCli() throws IOException {
        String write = "/subsystem=blackfire-conprof:write-attribute(name=%s,value=%s)";
        assertThat(server.cli(write.formatted("wall-interval", "150ms"))).contains("\"outcome\" => \"success\"");
        assertThatThrownBy(() -> server.cli(write.formatted("wall-interval", "1h")))
                .hasMessageContaining("wall-interval=1h refused: must be ");
    }

    private static String attribute(Setting setting) {
        return setting.key().replace('.', '-');
    }

    /** What an administrator does so that a secret is in no file in clear. */
    private static String encrypted(Subsystem server) throws IOException {
        ModelNode store = Operations.createAddOperation(
                Operations.createAddress("subsystem", "elytron", "secret-key-credential-store", "keys"));
        store.get("path").set("keys.cs");
        store.get("relative-to").set("jboss.server.config.dir");
        server.call(store);
        ModelNode expression = Operations.createAddress("subsystem", "elytron", "expression", "encryption");
        ModelNode add = Operations.createAddOperation(expression);
        ModelNode resolver = add.get("resolvers").add();
        resolver.get("name").set("ours");
        resolver.get("credential-store").set("keys");
        resolver.get("secret-key").set("key");
        server.call(add);
        ModelNode create = Operations.createOperation("create-expression", expression);
        create.get("resolver").set("ours");
        create.get("clear-text").set(TOKEN);
        return server.call(create).get("expression").asString();
    }

    private void assertValid() throws Exception {
        String configuration = Files.readString(server.configuration());
        assertThat(configuration).doesNotContain(TOKEN);
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
        parsers.setNamespaceAware(true);
        Document document = parsers.newDocumentBuilder().parse(new InputSource(new StringReader(configuration)));
        Node subsystem = document.getElementsByTagNameNS(NAMESPACE, "subsystem").item(0);
        Path schema = Path.of(System.getProperty("wildfly.home"), "docs/schema/blackfire-conprof_1_0.xsd");
        Validator validator =
                SchemaFactory.newDefaultInstance().newSchema(schema.toFile()).newValidator();
        validator.validate(new DOMSource(subsystem));
    }
}
