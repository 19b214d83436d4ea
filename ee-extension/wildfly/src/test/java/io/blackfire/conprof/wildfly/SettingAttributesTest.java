package io.blackfire.conprof.wildfly;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.jboss.as.controller.OperationFailedException;
import org.jboss.as.controller.SimpleAttributeDefinition;
import org.jboss.as.controller.access.management.SensitiveTargetAccessConstraintDefinition;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.jboss.dmr.ValueExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingAttributesTest {
    private static final String XS = "http://www.w3.org/2001/XMLSchema";

    @Test
    void attributes_areTheSettings() {
        assertThat(SettingAttributes.ALL).containsOnlyKeys(Setting.values());
        assertThat(SettingAttributes.ALL.get(Setting.DEPLOYMENTS_INCLUDE).getName())
                .isEqualTo("deployments-include");
        assertThat(SettingAttributes.ALL.values()).allSatisfy(attribute -> {
            assertThat(attribute.isAllowExpression()).isTrue();
            assertThat(attribute.isRequired()).isFalse();
        });
    }

    @Test
    void secretsAndWhereTheyAreSent_areSensitive() {
        SettingAttributes.ALL.forEach((setting, attribute) -> assertThat(
                        List.of(attribute.getAccessConstraints().toArray()))
                .as(setting.key())
                .isEqualTo(constraints(setting)));
    }

    private static List<Object> constraints(Setting setting) {
        if (setting.secret()) {
            return List.of(SensitiveTargetAccessConstraintDefinition.CREDENTIAL);
        }
        return setting == Setting.AGENT_SOCKET
                ? List.of(SensitiveTargetAccessConstraintDefinition.SOCKET_CONFIG)
                : List.of();
    }

    @Test
    void defaults_areThoseOfTheSettings() {
        SettingAttributes.ALL.forEach((setting, attribute) -> {
            ModelNode value = attribute.getDefaultValue();
            assertThat(value == null ? "" : value.asString())
                    .as(setting.key())
                    .isEqualTo(setting.defaultText().orElse(""));
            assertThat(value == null || value.getType() == attribute.getType()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PERIOD, SECONDS",
        "UPLOAD_TIMEOUT, SECONDS",
        "WALL_INTERVAL, SECONDS",
        "ALLOC_INTERVAL, BYTES",
        "CPU_RATE, PER_SECOND",
        "MODE, NONE"
    })
    void unit_isThatOfANumberAlone(Setting setting, MeasurementUnit unit) {
        SimpleAttributeDefinition attribute = SettingAttributes.ALL.get(setting);
        assertThat(attribute.getMeasurementUnit()).isEqualTo(unit);
        String description =
                new SettingDescriptions().getResourceAttributeDescription(attribute.getName(), Locale.ROOT, null);
        assertThat(description).contains(setting.defaultText().orElseThrow(), setting.property());
    }

    @Test
    void settings_areCalledAsAttributesAre() {
        assertThat(SettingDescriptions.doc(Setting.DEPLOYMENTS_EXCLUDE)).endsWith("stronger than deployments-include");
    }

    @Test
    void badValue_isRefusedWithKeyValueAndReason() {
        assertThatThrownBy(() -> validate(Setting.CPU_RATE, new ModelNode(1000)))
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("cpu-rate=1000 refused: must be between 1 and 250");
        assertThatThrownBy(() -> validate(Setting.SERVER_TOKEN, new ModelNode("a\tb")))
                .hasMessageStartingWith("server-token=*** refused: ")
                .hasMessageNotContaining("a\tb");
    }

    @Test
    void expression_isJudgedWhenItIsResolved() {
        ModelNode expression = new ModelNode(new ValueExpression("${rate:1000}"));
        assertThatCode(() -> validate(Setting.CPU_RATE, expression)).doesNotThrowAnyException();
    }

    @Test
    void refusedExpression_isToldButNotWhatItStandsFor() {
        ModelNode expression = new ModelNode(new ValueExpression("${env.PASSWORD}"));
        assertThatThrownBy(() -> SettingAttributes.ALL
                        .get(Setting.PERIOD)
                        .resolveValue(node -> new ModelNode("hunter2"), expression))
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("period=${env.PASSWORD} refused: "
                        + "must be a duration, for instance 45s, 500ms, 2m or PT45S");
    }

    @Test
    void expressionThatCannotBeResolved_hasNoValueAndTheRestHas() {
        ModelNode model = new ModelNode();
        model.get("period").set(new ValueExpression("${nobody.sets.this}"));
        model.get("cpu-rate").set(new ValueExpression("${rate}"));
        model.get("mode").set("single");
        ConfiguredSettings settings = ConfiguredSettings.of(
                node -> {
                    if (node.asString().contains("nobody")) {
                        throw new OperationFailedException("no such property");
                    }
                    return node.getType() == ModelType.EXPRESSION ? new ModelNode("50") : node;
                },
                model);
        assertThat(settings.values()).isEqualTo(Map.of("cpu-rate", "50", "mode", "single"));
        assertThat(settings.expressions()).isEqualTo(Map.of("period", "${nobody.sets.this}", "cpu-rate", "${rate}"));
    }

    @Test
    void credentialsInARefusedSocket_areNotTold() {
        assertThatThrownBy(() -> validate(Setting.AGENT_SOCKET, new ModelNode("tcp://me:hunter2@agent:8307?key=x")))
                .hasMessageStartingWith("agent-socket=tcp://***@agent:8307?*** refused: ");
    }

    private static void validate(Setting setting, ModelNode value) throws OperationFailedException {
        SettingAttributes.ALL.get(setting).getValidator().validateParameter(SettingAttributes.name(setting), value);
    }

    @Test
    void schema_hasEverySettingWithItsDoc() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Map<String, String> found = new LinkedHashMap<>();
        try (InputStream in = getClass().getResourceAsStream("/schema/blackfire-conprof_1_0.xsd")) {
            Document schema = factory.newDocumentBuilder().parse(in);
            NodeList attributes = schema.getElementsByTagNameNS(XS, "attribute");
            for (int i = 0; i < attributes.getLength(); i++) {
                Element attribute = (Element) attributes.item(i);
                found.put(
                        attribute.getAttribute("name"),
                        attribute.getTextContent().strip());
            }
            assertThat(schema.getDocumentElement().getAttribute("targetNamespace"))
                    .isEqualTo(ConprofSubsystemSchema.CURRENT.getNamespace().getUri());
        }
        Map<String, String> expected = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            expected.put(SettingAttributes.name(setting), SettingDescriptions.doc(setting));
        }
        assertThat(found).isEqualTo(expected);
    }
}
