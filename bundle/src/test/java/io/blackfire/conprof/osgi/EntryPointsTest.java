package io.blackfire.conprof.osgi;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryPointsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bundle-Activator",
                "Web-ContextPath",
                "Service-Component",
                "Bundle-Blueprint",
                "Spring-Context",
                "Karaf-Commands"
            })
    void header_makesAnEntryPoint(String header) {
        assertThat(EntryPoints.in(FakeBundle.at("file:/a.jar", Map.of(header, "x"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pax.cdi", "osgi.cdi"})
    void beans_areAnEntryPoint(String extender) {
        String required = "osgi.extender;filter:=\"(&(osgi.extender=" + extender + ")(version>=1.0))\"";
        assertThat(EntryPoints.in(FakeBundle.at("file:/a.jar", Map.of("Require-Capability", required))))
                .isTrue();
    }

    @Test
    void library_hasNone() {
        Map<String, String> headers = Map.of(
                "Export-Package", "com.acme",
                "Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.registrar)\"");
        assertThat(EntryPoints.in(FakeBundle.at("file:/a.jar", headers))).isFalse();
    }
}
