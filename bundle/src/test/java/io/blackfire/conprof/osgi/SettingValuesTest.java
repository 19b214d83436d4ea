package io.blackfire.conprof.osgi;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class SettingValuesTest {

    @Test
    void housekeeping_isLeftOut() {
        assertThat(SettingValues.of(new Hashtable<>(Map.of(
                        "period", "10s",
                        "service.pid", "io.blackfire.conprof",
                        "felix.fileinstall.filename", "file:/etc/io.blackfire.conprof.cfg",
                        "org.apache.karaf.features.configKey", "io.blackfire.conprof"))))
                .isEqualTo(Map.of("period", "10s"));
    }

    @Test
    void typedValues_becomeText() {
        assertThat(SettingValues.of(new Hashtable<>(Map.of(
                        "cpu-rate",
                        50,
                        "dimensions",
                        new String[] {"cpu-time", "wall-time"},
                        "deployments.exclude",
                        List.of("a", "b")))))
                .isEqualTo(Map.of("cpu-rate", "50", "dimensions", "cpu-time,wall-time", "deployments.exclude", "a,b"));
    }

    @Test
    void commaInAnEntry_doesNotEndIt() {
        Map<String, String> values =
                SettingValues.of(new Hashtable<>(Map.of("labels", new String[] {"team:a, b", "path:C:\\x"})));
        assertThat(Setting.LABELS.parse(values.get("labels"))).isEqualTo(Map.of("team", "a, b", "path", "C:\\x"));
    }

    @Test
    void noConfiguration_isNoValue() {
        assertThat(SettingValues.of(null)).isEmpty();
    }
}
