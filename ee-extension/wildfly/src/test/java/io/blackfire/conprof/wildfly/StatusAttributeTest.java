package io.blackfire.conprof.wildfly;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;

import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.descriptions.ResourceDescriptionResolver;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.Test;
import org.wildfly.subsystem.resource.executor.Metric;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.DeploymentShare;

import static org.assertj.core.api.Assertions.assertThat;

class StatusAttributeTest {
    private final ProfilerStatus status =
            Profiler.builder().serverToken("a-very-secret-token").build().status();

    private static Stream<Metric<ProfilerStatus>> all() {
        return Stream.concat(Stream.of(StatusAttribute.values()), Stream.of(StatusTable.values()));
    }

    @Test
    void values_areOfTheirTypes() throws Exception {
        for (Metric<ProfilerStatus> attribute : all().toList()) {
            ModelNode value = attribute.execute(status);
            if (value.isDefined()) {
                assertThat(value.getType())
                        .as(attribute.get().getName())
                        .isEqualTo(attribute.get().getType());
            }
        }
        assertThat(StatusAttribute.STATE.execute(status).asString()).isEqualTo("stopped");
        assertThat(StatusAttribute.LAST_UPLOAD.execute(status).isDefined()).isFalse();
    }

    @Test
    void settings_tellValueAndSourceAndNoSecret() {
        ModelNode settings = StatusTable.SETTINGS.execute(status);
        assertThat(settings.keys()).hasSize(Setting.values().length);
        assertThat(settings.toString()).doesNotContain("a-very-secret-token");
        assertThat(settings.get("server-token").asString()).isEqualTo("***");
        ModelNode sources = StatusTable.SOURCES.execute(status);
        assertThat(sources.keys()).isEqualTo(settings.keys());
        assertThat(sources.get("server-token").asString()).isEqualTo("configuration");
    }

    @Test
    void share_tellsSamplesAndUploads() {
        DeploymentShare share = new DeploymentShare("orders", "Orders", false, Map.of(), 7, 3, 2);
        assertThat(Stream.of(DeploymentAttribute.values())
                        .map(attribute -> attribute.execute(share).asString()))
                .containsExactly("Orders", "false", "7", "3", "2");
    }

    @Test
    void everything_isDescribed() {
        ResourceDescriptionResolver own = new SettingDescriptions();
        all().forEach(attribute -> assertDescribed(own, attribute.get()));
        ResourceDescriptionResolver deployment = ConprofSubsystemRegistrar.RESOLVER.createChildResolver("deployment");
        Stream.of(DeploymentAttribute.values()).forEach(attribute -> assertDescribed(deployment, attribute.get()));
    }

    private static void assertDescribed(ResourceDescriptionResolver resolver, AttributeDefinition attribute) {
        ResourceBundle bundle = resolver.getResourceBundle(Locale.ENGLISH);
        assertThat(resolver.getResourceAttributeDescription(attribute.getName(), Locale.ENGLISH, bundle))
                .endsWith(".");
    }
}
