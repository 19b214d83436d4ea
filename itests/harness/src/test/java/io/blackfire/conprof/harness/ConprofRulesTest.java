package io.blackfire.conprof.harness;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.proto.ProfileProto.Profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConprofRulesTest {
    private static final String TYPES = "[cpu-time/nanoseconds, cpu-samples/count, wall-time/nanoseconds, "
            + "wall-samples/count, lock-acquire-wait/nanoseconds, lock-acquire/count, alloc-space/bytes, alloc-samples/count, heap-space/bytes]";

    static Stream<Arguments> missingTags() {
        return Stream.of(
                        "application_name",
                        "service",
                        "language",
                        "runtime",
                        "runtime_version",
                        "runtime_os",
                        "runtime_arch",
                        "host",
                        "probe_version",
                        "process_id",
                        "runtime-id",
                        "profile_seq")
                .flatMap(key -> Stream.of(
                        change(upload -> upload.tags.remove(key), "tag " + key + " is missing"),
                        tag(key, "", "tag " + key + " is empty")));
    }

    static Stream<Arguments> wrongTags() {
        return Stream.of(
                tag("service", "invoices", "tag service is invoices instead of orders"),
                tag("language", "java", "tag language is java instead of jvm"),
                tag("runtime", "jvm", "tag runtime is jvm instead of java"),
                tag("process_id", "4711a", "tag process_id is not a number: 4711a"),
                tag("profile_seq", "-1", "tag profile_seq is not a number: -1"),
                tag("runtime-id", "f386554a", "tag runtime-id is not a UUID: f386554a"),
                tag("team", "a,b", "tags_profiler: \"b\" is not key:value"),
                tag("team", "a\\nb", "tag team = \"a\nb\" has a line break"),
                tag("team", " a", "tag team = \" a\" has a space at an end"),
                tag("team", "a ", "tag team = \"a \" has a space at an end"),
                tag("team", ":a", "tag team = \":a\" has a colon at an end"),
                tag("team", "a:", "tag team = \"a:\" has a colon at an end"),
                tag(" team", "a", "key \" team\" has a space at an end"),
                change(
                        upload -> upload.event = upload.event.replace("TAGS", "TAGS,host:web-2"),
                        "tag host is there twice"));
    }

    static Stream<Arguments> wrongProfiles() {
        return Stream.of(
                types(List.of("cpu/nanoseconds"), "sample type cpu/nanoseconds is none of " + TYPES),
                types(List.of("cpu-time/microseconds"), "sample type cpu-time/microseconds is none of " + TYPES),
                types(
                        List.of("heap-space/bytes", "cpu-time/nanoseconds"),
                        "sample types are out of order: [heap-space/bytes, cpu-time/nanoseconds]"),
                change(
                        upload -> {
                            upload.event = upload.event.replace("profile.pprof", "cpu.pprof");
                            upload.body = body -> body.replace("profile.pprof", "cpu.pprof");
                        },
                        "not one part profile.pprof but [cpu.pprof (cpu.pprof)]"),
                change(
                        upload -> upload.body = body -> body.replace("name=\"profile.pprof\";", "name=\"main\";"),
                        "not one part profile.pprof but [main (profile.pprof)]"),
                change(
                        upload -> upload.profile = new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0},
                        "the profile is not gzip"),
                profile(p -> p.getFunctionBuilder(0).setName(0), "a function has no name"),
                profile(
                        p -> p.getSampleBuilder(0).getLabelBuilder(0).setStr(0),
                        "label thread has neither a text nor a number"));
    }

    private static Arguments tag(String key, String value, String violation) {
        return change(upload -> upload.tags.put(key, value), violation);
    }

    private static Arguments types(List<String> types, String violation) {
        return change(upload -> upload.profile = profileOf(types), violation);
    }

    private static Arguments profile(Consumer<Profile.Builder> tamper, String violation) {
        var profile = Profiles.valid();
        tamper.accept(profile);
        return change(upload -> upload.profile = Profiles.gzip(profile.build()), violation);
    }

    private static Arguments change(Consumer<Upload> change, String violation) {
        return arguments(violation, change);
    }

    private static byte[] profileOf(List<String> types) {
        var profile = Profiles.valid().clearSample().clearSampleType().clearDefaultSampleType();
        for (String type : types) {
            profile.addSampleType(Profiles.type(profile, type.split("/")[0], type.split("/")[1]));
        }
        return Profiles.gzip(profile.build());
    }

    @ParameterizedTest
    @MethodSource({"missingTags", "wrongTags", "wrongProfiles"})
    void brokenRule_isAnsweredAndRecorded(String violation, Consumer<Upload> change) throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            assertThat(RawClient.send(agent, Upload.with(change))).isEqualTo("400 " + violation);
            assertThat(agent.violations()).containsExactly(violation);
            assertThat(agent.profiles()).isEmpty();
        }
    }

    @Test
    void ourUpload_isAccepted() throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            assertThat(RawClient.send(agent, Upload.valid())).isEqualTo("200");
            assertThat(agent.violations()).isEmpty();
            ReceivedProfile profile = agent.profiles().get(0);
            assertThat(profile.application()).isEqualTo("orders");
            assertThat(profile.tags()).containsEntry("team", "shop:eu");
            assertThat(profile.pprof().total("cpu-time/nanoseconds")).isEqualTo(40_000_000);
            assertThat(profile.pprofBytes())
                    .isEqualTo(Profiles.gzip(Profiles.valid().build()));
        }
    }

    @Test
    void someDimensions_areEnough() throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            byte[] request = Upload.with(
                    upload -> upload.profile = profileOf(List.of("wall-time/nanoseconds", "heap-space/bytes")));
            assertThat(RawClient.send(agent, request)).isEqualTo("200");
        }
    }
}
