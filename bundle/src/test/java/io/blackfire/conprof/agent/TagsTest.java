package io.blackfire.conprof.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TagsTest {
    private static final Jvm JVM = new Jvm("web-1", 42, 1_700_000_000_000L, Optional.of("p123"));

    @Test
    void tags_areThoseOfTheProtocolInItsOrder() {
        String tags = new Tags(JVM).of(Uploads.numbered(3));

        assertThat(tags.split(","))
                .containsExactly(
                        "application_name:orders",
                        "service:orders",
                        "language:jvm",
                        "runtime:java",
                        "runtime_version:" + System.getProperty("java.version"),
                        "runtime_os:" + System.getProperty("os.name").toLowerCase(),
                        "runtime_arch:" + System.getProperty("os.arch"),
                        "host:web-1",
                        "probe_version:" + Jvm.probeVersion(),
                        "project_id:p123",
                        "process_id:42",
                        "runtime-id:" + JVM.runtimeId(),
                        "profile_seq:3");
    }

    @Test
    void projectId_isLeftOutWhereThereIsNone() {
        Jvm jvm = new Jvm("web-1", 42, 0, Optional.empty());

        assertThat(new Tags(jvm).of(Uploads.numbered(0))).doesNotContain("project_id");
    }

    @Test
    void labels_overrideTagsInTheirPlaceAndFollowInTheirOrder() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("team", "payments");
        labels.put("host", "blue");
        labels.put("a", "1");

        List<String> tags = List.of(new Tags(JVM).of(Uploads.labelled(labels)).split(","));

        assertThat(tags.get(7)).isEqualTo("host:blue");
        assertThat(tags.subList(tags.size() - 2, tags.size())).containsExactly("team:payments", "a:1");
        assertThat(tags).hasSize(15);
    }

    @Test
    void labelWhoseKeyBecomesATagsName_overridesIt() {
        assertThat(new Tags(JVM).of(Uploads.labelled(Map.of(" host ", "blue"))))
                .contains("host:blue")
                .doesNotContain("web-1");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of("two words", "two words"),
                Arguments.of("größe 日本 🙂", "größe 日本 🙂"),
                Arguments.of("a,b,,c", "a_b__c"),
                Arguments.of("http://host:80/x", "http://host:80/x"),
                Arguments.of("  at the ends\t", "at the ends"),
                Arguments.of("\u00a0no break\u3000", "no break"),
                Arguments.of("a\nb\r\nc\u0000d\u007fe", "a_b__c_d_e"),
                Arguments.of("a\u0085b\u2028c\u2029d", "a_b_c_d"),
                Arguments.of(":8080", "8080"),
                Arguments.of(" :: colons : ", "colons"),
                Arguments.of(",", "_"),
                Arguments.of("", "_"),
                Arguments.of(" \n:\t", "_"),
                Arguments.of("half \ud83d of it", "half _ of it"),
                Arguments.of("x".repeat(500), "x".repeat(200)),
                Arguments.of("🙂".repeat(500), "🙂".repeat(200)),
                Arguments.of("x".repeat(199) + ":y", "x".repeat(199)),
                Arguments.of(null, "_"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void value_isMadeToFit(String value, String fitting) {
        assertThat(Tags.clean(value, false)).isEqualTo(fitting);
    }

    @Test
    void colonInAKey_isReplaced() {
        assertThat(Tags.clean(":my:key,", true)).isEqualTo("my_key_");
    }

    @Test
    void runtimeId_isTheSameForAllClassLoadersOfAJvmAndNoOther() {
        assertThat(Jvm.current(Map.of()).runtimeId())
                .isEqualTo(Jvm.current(Map.of()).runtimeId());
        assertThat(JVM.runtimeId())
                .isEqualTo(new Jvm("web-1", 42, 1_700_000_000_000L, Optional.empty()).runtimeId())
                .isNotEqualTo(new Jvm("web-2", 42, 1_700_000_000_000L, Optional.empty()).runtimeId())
                .isNotEqualTo(new Jvm("web-1", 43, 1_700_000_000_000L, Optional.empty()).runtimeId())
                .isNotEqualTo(new Jvm("web-1", 42, 1_700_000_000_001L, Optional.empty()).runtimeId());
    }

    @Test
    void hostName_comesFromTheEnvironmentFirst() {
        assertThat(HostName.find(Map.of("HOSTNAME", " pod-7 "))).isEqualTo("pod-7");
        assertThat(HostName.find(Map.of("HOSTNAME", "", "COMPUTERNAME", "WIN"))).isEqualTo("WIN");
        assertThat(HostName.find(Map.of())).isNotBlank();
    }

    @Test
    void project_comesFromTheEnvironment() {
        assertThat(Jvm.current(Map.of("PLATFORM_PROJECT", "abc")).projectId()).contains("abc");
        assertThat(Jvm.current(Map.of("PLATFORM_PROJECT", " ")).projectId()).isEmpty();
    }
}
