package io.blackfire.conprof;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingTest {

    @ParameterizedTest
    @EnumSource
    void setting_defaultParsesAndReadsAsTyped(Setting setting) {
        setting.defaultText().filter(text -> !text.isEmpty()).ifPresent(text -> {
            Object value = setting.parse(text);
            assertThat(setting.parse(SettingText.of(value))).isEqualTo(value);
        });
        assertThat(setting.doc()).isNotBlank();
        assertThat(setting.environment()).isNotEmpty().allMatch(name -> name.matches("(BLACKFIRE|PLATFORM)_[A-Z_]+"));
        assertThat(setting.property()).isEqualTo("blackfire.conprof." + setting.key());
        assertThat(Setting.withKey(setting.key())).contains(setting);
    }

    /** However wrong the rest of it is. */
    @ParameterizedTest
    @CsvSource({
        "https://id:s3/cr@et@host:8307, https://***@host:8307",
        "https:id:s3cret@host, https:***@host",
        "id:s3cret@host:8307, ***@host:8307",
        "tcp://host?token=s3cret, tcp://host?***"
    })
    void socket_isShownWithoutCredentials(String typed, String shown) {
        assertThat(Setting.AGENT_SOCKET.shown(typed)).isEqualTo(shown.replace("***", ProfilerConfig.HIDDEN));
    }

    @ParameterizedTest
    @CsvSource({"45,PT45S", "45s,PT45S", "1500 ms,PT1.5S", "2m,PT2M", "1H,PT1H", "PT30S,PT30S"})
    void duration_isReadAsUsersWriteIt(String text, Duration expected) {
        assertThat(Setting.PERIOD.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4096,4096", "512KiB,524288", "512k,524288", "1 MB,1048576", "1GiB,1073741824"})
    void size_isReadAsUsersWriteIt(String text, long expected) {
        assertThat(Setting.ALLOC_INTERVAL.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1%,1", "0.5 %,0.5", "12.125,12.125", "100%,100"})
    void percentage_isReadAsUsersWriteIt(String text, double expected) {
        assertThat(Setting.OVERHEAD_LIMIT.parse(text)).isEqualTo(expected);
        assertThat(Setting.OVERHEAD_LIMIT.parse(SettingText.of(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OVERHEAD_LIMIT|a bit|must be a percentage, for instance 1% or 0.5%",
                "OVERHEAD_LIMIT|-1|must be a percentage, for instance 1% or 0.5%",
                "OVERHEAD_LIMIT|0|must be between 0.1% and 100%",
                "OVERHEAD_LIMIT|101%|must be between 0.1% and 100%",
                "MEMORY_LIMIT|1MiB|must be between 67108864 and 2147483648 bytes",
                "ENABLED|yes|must be true or false",
                "PERIOD|soon|must be a duration, for instance 45s, 500ms, 2m or PT45S",
                "PERIOD|0|must be between 1s and 1h",
                "PERIOD|999999999999h|must be between 1s and 1h",
                "UPLOAD_TIMEOUT|10m|must be between 100ms and 5m",
                "CPU_RATE|-1|must be a whole number",
                "CPU_RATE|5000|must be between 1 and 250",
                "ALLOC_INTERVAL|12|must be between 1024 and 1073741824 bytes",
                "ALLOC_INTERVAL|999999999999G|must be between 1024 and 1073741824 bytes",
                "ALLOC_INTERVAL|big|must be a number of bytes, KiB, MiB or GiB, for instance 512KiB",
                "AGENT_SOCKET|ftp://x|must start with unix://, tcp://, http:// or https://",
                "AGENT_SOCKET|unix://relative|must name an absolute path, for instance unix:///var/run/blackfire/agent.sock",
                "AGENT_SOCKET|tcp://host|must name host and port and no more, for instance tcp://127.0.0.1:8307",
                "AGENT_SOCKET|tcp://host:1/path|must name host and port and no more, for instance tcp://127.0.0.1:8307",
                "AGENT_SOCKET|http://host:0|must name a host, for instance https://agent:8307",
                "DEPLOYMENTS_LABELS|a:x=1,a:x=2|must not name one label of a deployment twice",
                "AGENT_SOCKET|tcp://a b:1|is not a URI: Illegal character in authority",
                "AGENT_SOCKET|http://u:p@host|must not contain credentials; use server-id and server-token",
                "LABELS|novalue|must be key:value,key:value",
                "LABELS|a:1,a:2|must not name one key twice",
                "DIMENSIONS|cpu-time,colour|must be a list of cpu-time, wall-time, allocated-memory, allocations, heap-live-size, lock-contention",
                "DIMENSIONS|,|must name at least one dimension",
                "CPU_ENGINE|itimer|must be timer or perf",
                "MODE|both|must be per-deployment or single",
                "DEPLOYMENTS_LABELS|orders:team|must be deployment:label=value,deployment:label=value",
            })
    void badValue_isRefusedWithTheReason(Setting setting, String text, String reason) {
        assertThatThrownBy(() -> setting.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void values_haveTheirTypes() {
        assertThat(Setting.AGENT_SOCKET.parse("tcp://127.0.0.1:8307")).isEqualTo(URI.create("tcp://127.0.0.1:8307"));
        assertThat(Setting.LABELS.parse(" a : 1, b:x:y ")).isEqualTo(Map.of("a", "1", "b", "x:y"));
        assertThat(Setting.DIMENSIONS.parse("wall-time, cpu-time"))
                .isEqualTo(Set.of(Dimension.CPU_TIME, Dimension.WALL_TIME));
        assertThat(Setting.CPU_ENGINE.parse("PERF")).isEqualTo(CpuEngine.PERF);
        assertThat(Setting.DEPLOYMENTS_INCLUDE.parse("a*, b")).isEqualTo(List.of("a*", "b"));
        assertThat(Setting.DEPLOYMENTS_LABELS.parse("a:x=1,a:y=2,b:x=3"))
                .isEqualTo(Map.of("a", Map.of("x", "1", "y", "2"), "b", Map.of("x", "3")));
    }

    @ParameterizedTest
    @CsvSource({"524288,512KiB", "1000,1000", "1073741824,1GiB", "3145728,3MiB", "1025,1025"})
    void size_isShownAsUsersWriteIt(long bytes, String expected) {
        assertThat(SettingText.of(bytes)).isEqualTo(expected);
    }

    @Test
    void commaInALabel_isWrittenWithABackslash() {
        Map<String, String> labels = Map.of("path", "a,b\\c");
        assertThat(SettingText.of(labels)).isEqualTo("path:a\\,b\\\\c");
        assertThat(Setting.LABELS.parse("path:a\\,b\\\\c")).isEqualTo(labels);
        assertThat(Setting.LABELS.parse("path:C:\\temp")).isEqualTo(Map.of("path", "C:\\temp"));
    }
}
