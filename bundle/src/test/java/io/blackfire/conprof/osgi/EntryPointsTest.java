package io.blackfire.conprof.osgi;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryPointsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bundle-Activator", "Web-ContextPath", "Service-Component", "Bundle-Blueprint"})
    void header_makesAnEntryPoint(String header) {
        assertThat(EntryPoints.in(FakeBundle.at("file:/a.jar", Map.of(header, "x"))))
                .isTrue();
    }

    @Test
    void library_hasNone() {
        assertThat(EntryPoints.in(FakeBundle.at("file:/a.jar", Map.of("Export-Package", "com.acme"))))
                .isFalse();
    }
}
