package io.blackfire.conprof.harness;

import java.util.HashSet;
import java.util.Set;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import io.blackfire.conprof.harness.proto.ProfileProto.Function;
import io.blackfire.conprof.harness.proto.ProfileProto.Label;
import io.blackfire.conprof.harness.proto.ProfileProto.Location;
import io.blackfire.conprof.harness.proto.ProfileProto.Mapping;
import io.blackfire.conprof.harness.proto.ProfileProto.Profile;
import io.blackfire.conprof.harness.proto.ProfileProto.Sample;
import io.blackfire.conprof.harness.proto.ProfileProto.ValueType;

/**
 * The rules of the pprof format, from the comments in its
 * <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">definition</a>.
 */
final class PprofRules {
    private final Profile profile;
    private final Set<Long> mappings = new HashSet<>();
    private final Set<Long> locations = new HashSet<>();
    private final Set<Long> functions = new HashSet<>();

    PprofRules(Profile profile) {
        this.profile = profile;
    }

    void check() {
        knownFields(profile);
        strings();
        sampleTypes();
        profile.getMappingList().forEach(this::mapping);
        profile.getFunctionList().forEach(this::function);
        profile.getLocationList().forEach(this::location);
        for (int i = 0; i < profile.getSampleCount(); i++) {
            sample("sample " + i, profile.getSample(i));
        }
        require(profile.getDurationNanos() >= 0, "duration_nanos is negative");
    }

    private static void knownFields(Message message) {
        require(
                message.getUnknownFields().asMap().isEmpty(),
                message.getDescriptorForType().getName() + " has fields that the format does not define: "
                        + message.getUnknownFields().asMap().keySet());
        for (var field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.getKey().isRepeated()) {
                ((Iterable<?>) field.getValue()).forEach(child -> knownFields((Message) child));
            } else {
                knownFields((Message) field.getValue());
            }
        }
    }

    private void strings() {
        require(profile.getStringTableCount() > 0, "the string table is empty");
        require(profile.getStringTable(0).isEmpty(), "string 0 is not empty but \"" + profile.getStringTable(0) + "\"");
        text("drop_frames", profile.getDropFrames());
        text("keep_frames", profile.getKeepFrames());
        text("doc_url", profile.getDocUrl());
        profile.getCommentList().forEach(comment -> text("comment", comment));
    }

    private void sampleTypes() {
        require(profile.getSampleTypeCount() > 0, "there is no sample type");
        var names = new HashSet<Long>();
        for (ValueType type : profile.getSampleTypeList()) {
            named("sample type", type.getType());
            named("unit of a sample type", type.getUnit());
            require(
                    names.add(type.getType()),
                    "sample type " + profile.getStringTable((int) type.getType()) + " is there twice");
        }
        if (profile.hasPeriodType()) {
            named("period type", profile.getPeriodType().getType());
            named("unit of the period type", profile.getPeriodType().getUnit());
        }
        text("default_sample_type", profile.getDefaultSampleType());
        require(
                profile.getDefaultSampleType() == 0 || names.contains(profile.getDefaultSampleType()),
                "default_sample_type is none of the sample types");
    }

    private void mapping(Mapping mapping) {
        String name = "mapping " + mapping.getId();
        unique(mappings, mapping.getId(), "mapping");
        text(name + ", filename", mapping.getFilename());
        text(name + ", build_id", mapping.getBuildId());
    }

    private void function(Function function) {
        String name = "function " + function.getId();
        unique(functions, function.getId(), "function");
        text(name + ", name", function.getName());
        text(name + ", system_name", function.getSystemName());
        text(name + ", filename", function.getFilename());
    }

    private void location(Location location) {
        String name = "location " + location.getId();
        unique(locations, location.getId(), "location");
        if (location.getMappingId() != 0) {
            exists(mappings, name, "mapping", location.getMappingId());
        }
        require(location.getLineCount() > 0, name + " has no line");
        location.getLineList().forEach(line -> exists(functions, name, "function", line.getFunctionId()));
    }

    private void sample(String name, Sample sample) {
        require(
                sample.getValueCount() == profile.getSampleTypeCount(),
                name + " has " + sample.getValueCount() + " values for " + profile.getSampleTypeCount()
                        + " sample types");
        sample.getLocationIdList().forEach(id -> exists(locations, name, "location", id));
        sample.getLabelList().forEach(label -> label(name, label));
    }

    private void label(String sample, Label label) {
        named(sample + ", key of a label", label.getKey());
        text(sample + ", label", label.getStr());
        text(sample + ", unit of a label", label.getNumUnit());
        String name = sample + ", label " + profile.getStringTable((int) label.getKey());
        require(label.getStr() == 0 || label.getNum() == 0, name + ": has both str and num");
        require(label.getStr() == 0 || label.getNumUnit() == 0, name + ": has a num_unit without num");
    }

    private void named(String what, long index) {
        text(what, index);
        require(!profile.getStringTable((int) index).isEmpty(), what + ": is empty");
    }

    private void text(String what, long index) {
        require(index >= 0 && index < profile.getStringTableCount(), what + ": string " + index + " does not exist");
    }

    private static void unique(Set<Long> ids, long id, String what) {
        require(id != 0, what + " has the id 0");
        require(ids.add(id), what + " " + id + " is there twice");
    }

    private static void exists(Set<Long> ids, String name, String what, long id) {
        require(ids.contains(id), name + ": " + what + " " + id + " does not exist");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new InvalidPprof(otherwise);
        }
    }
}
