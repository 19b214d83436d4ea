package io.blackfire.conprof.payara;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.jvnet.hk2.annotations.Service;
import org.jvnet.hk2.config.Attribute;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/** Wherever Payara's administrators meet the settings, they are all there, and no others. */
class SettingAttributesTest {
    private static final List<String> NAMES =
            Arrays.stream(Setting.values()).map(SettingAttributes::name).toList();

    @Test
    void configurationInterface_hasEverySetting() {
        List<String> attributes = Arrays.stream(ConprofConfiguration.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Attribute.class))
                .map(SettingAttributesTest::attribute)
                .toList();
        assertThat(attributes).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(ConprofConfiguration.class.getDeclaredMethods()).hasSize(2 * NAMES.size());
    }

    @Test
    void metadataForTheServer_hasEverySetting() {
        String metadata =
                ConprofConfigurationInjector.class.getAnnotation(Service.class).metadata();
        String expected = "target=" + ConprofConfiguration.class.getName();
        for (String name : NAMES) {
            expected += String.format(",@%1$s=optional,@%1$s=datatype:java.lang.String,@%1$s=leaf", name);
        }
        assertThat(metadata).isEqualTo(expected);
    }

    @Test
    void page_hasAFieldAndTheDocOfEverySetting() throws IOException {
        String page = resource("/conprof/settings.jsf");
        Properties texts = new Properties();
        try (InputStream in = SettingAttributesTest.class.getResourceAsStream("console/Strings.properties")) {
            texts.load(in);
        }
        for (Setting setting : Setting.values()) {
            String name = SettingAttributes.name(setting);
            String map = setting.secret() ? "secretMap" : "valueMap";
            assertThat(page).contains("#{pageSession." + map + "['" + name + "']}");
            assertThat(texts).containsEntry(name + ".help", setting.doc());
            if (!setting.choices().isEmpty()) {
                assertThat(page).contains("values={\"\", \"" + String.join("\", \"", setting.choices()) + "\"}");
            }
        }
    }

    private static String resource(String name) {
        try (InputStream in = SettingAttributesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String attribute(Method getter) {
        return getter.getName()
                .substring("get".length())
                .replaceAll("(?<=.)(?=\\p{Upper})", "-")
                .toLowerCase(Locale.ROOT);
    }
}
