package io.blackfire.conprof.harness;

import java.util.function.Consumer;
import java.util.stream.Stream;

import com.google.protobuf.UnknownFieldSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.proto.ProfileProto.Profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PprofRulesTest {
    private static final int NO_STRING = 99;

    static Stream<Arguments> profile() {
        return Stream.of(
                broken("the string table is empty", Profile.Builder::clearStringTable),
                broken("string 0 is not empty but \"x\"", p -> p.setStringTable(0, "x")),
                broken("there is no sample type", Profile.Builder::clearSampleType),
                broken("drop_frames: string 99 does not exist", p -> p.setDropFrames(NO_STRING)),
                broken("keep_frames: string 99 does not exist", p -> p.setKeepFrames(NO_STRING)),
                broken("doc_url: string 99 does not exist", p -> p.setDocUrl(NO_STRING)),
                broken("comment: string 99 does not exist", p -> p.addComment(NO_STRING)),
                broken("default_sample_type: string 99 does not exist", p -> p.setDefaultSampleType(NO_STRING)),
                broken(
                        "default_sample_type is none of the sample types",
                        p -> p.setDefaultSampleType(Profiles.text(p, "other"))),
                broken("sample type: is empty", p -> p.getSampleTypeBuilder(0).setType(0)),
                broken("sample type: string -1 does not exist", p -> p.getSampleTypeBuilder(0)
                        .setType(-1)),
                broken("unit of a sample type: is empty", p -> p.getSampleTypeBuilder(0)
                        .setUnit(0)),
                broken("sample type cpu-time is there twice", p -> p.addSampleType(p.getSampleType(0))),
                broken("period type: is empty", p -> p.getPeriodTypeBuilder().setType(0)),
                broken("unit of the period type: is empty", p -> p.getPeriodTypeBuilder()
                        .setUnit(0)),
                broken("duration_nanos is negative", p -> p.setDurationNanos(-1)),
                broken("Profile has fields that the format does not define: [99]", p -> p.setUnknownFields(unknown())),
                broken(
                        "Line has fields that the format does not define: [99]",
                        p -> p.getLocationBuilder(0).getLineBuilder(0).setUnknownFields(unknown())));
    }

    static Stream<Arguments> symbols() {
        return Stream.of(
                broken("mapping has the id 0", p -> p.getMappingBuilder(0).setId(0)),
                broken("mapping 1 is there twice", p -> p.addMapping(p.getMapping(0))),
                broken("mapping 1, filename: string 99 does not exist", p -> p.getMappingBuilder(0)
                        .setFilename(NO_STRING)),
                broken("mapping 1, build_id: string 99 does not exist", p -> p.getMappingBuilder(0)
                        .setBuildId(NO_STRING)),
                broken("function has the id 0", p -> p.getFunctionBuilder(1).setId(0)),
                broken("function 1 is there twice", p -> p.getFunctionBuilder(1).setId(1)),
                broken("function 1, name: string 99 does not exist", p -> p.getFunctionBuilder(0)
                        .setName(NO_STRING)),
                broken("function 1, system_name: string 99 does not exist", p -> p.getFunctionBuilder(0)
                        .setSystemName(NO_STRING)),
                broken("function 1, filename: string 99 does not exist", p -> p.getFunctionBuilder(0)
                        .setFilename(NO_STRING)),
                broken("location has the id 0", p -> p.getLocationBuilder(0).setId(0)),
                broken("location 1 is there twice", p -> p.getLocationBuilder(1).setId(1)),
                broken("location 1: mapping 9 does not exist", p -> p.getLocationBuilder(0)
                        .setMappingId(9)),
                broken("location 1 has no line", p -> p.getLocationBuilder(0).clearLine()),
                broken(
                        "location 1: function 9 does not exist",
                        p -> p.getLocationBuilder(0).getLineBuilder(0).setFunctionId(9)),
                broken(
                        "location 1: function 0 does not exist",
                        p -> p.getLocationBuilder(0).getLineBuilder(0).setFunctionId(0)));
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                broken("sample 0 has 3 values for 2 sample types", p -> p.getSampleBuilder(0)
                        .addValue(1)),
                broken("sample 1 has 0 values for 2 sample types", p -> p.getSampleBuilder(1)
                        .clearValue()),
                broken("sample 0: location 9 does not exist", p -> p.getSampleBuilder(0)
                        .addLocationId(9)),
                broken("sample 0: location 0 does not exist", p -> p.getSampleBuilder(0)
                        .setLocationId(0, 0)),
                broken(
                        "sample 0, key of a label: is empty",
                        p -> p.getSampleBuilder(0).getLabelBuilder(0).setKey(0)),
                broken(
                        "sample 0, label: string 99 does not exist",
                        p -> p.getSampleBuilder(0).getLabelBuilder(0).setStr(NO_STRING)),
                broken(
                        "sample 0, unit of a label: string 99 does not exist",
                        p -> p.getSampleBuilder(0).getLabelBuilder(1).setNumUnit(NO_STRING)),
                broken(
                        "sample 0, label thread: has both str and num",
                        p -> p.getSampleBuilder(0).getLabelBuilder(0).setNum(1)),
                broken(
                        "sample 0, label thread: has a num_unit without num",
                        p -> p.getSampleBuilder(0).getLabelBuilder(0).setNumUnit(1)));
    }

    private static Arguments broken(String reason, Consumer<Profile.Builder> tamper) {
        return arguments(reason, tamper);
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
    }

    @ParameterizedTest
    @MethodSource({"profile", "symbols", "samples"})
    void tamperedProfile_isRejectedWithTheReason(String reason, Consumer<Profile.Builder> tamper) {
        var profile = Profiles.valid();
        tamper.accept(profile);
        Pprof pprof = Pprof.decode(Profiles.gzip(profile.build()));
        assertThatThrownBy(pprof::validate).isInstanceOf(InvalidPprof.class).hasMessage(reason);
    }

    @Test
    void validProfile_isReturned() {
        Pprof pprof = Pprof.decode(Profiles.gzip(Profiles.valid().build()));
        assertThat(pprof.validate()).isSameAs(pprof);
    }
}
