package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What administrators do by the management interface, and with it by jboss-cli and the console. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ManagementIT extends Managed {
    private static String configuration() throws IOException {
        return Files.readString(
                Path.of(System.getProperty("wildfly.home"), "standalone/configuration/standalone-full.xml"));
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
        assertThatThrownBy(() -> subsystem.writeBoth("period", "5s", "cpu-rate", "${none:999}"))
                .hasMessageContaining("cpu-rate=${none:999} refused");
        assertThat(inForce("period")).isEqualTo("1s by configuration");
        assertThat(inForce("cpu-rate")).isEqualTo("100 by default");
        assertThat(subsystem.configured().hasDefined("cpu-rate")).isFalse();
    }
}
