package io.blackfire.conprof.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.Message;

import io.blackfire.conprof.harness.proto.ProfileProto.Function;
import io.blackfire.conprof.harness.proto.ProfileProto.Label;
import io.blackfire.conprof.harness.proto.ProfileProto.Line;
import io.blackfire.conprof.harness.proto.ProfileProto.Location;
import io.blackfire.conprof.harness.proto.ProfileProto.Mapping;
import io.blackfire.conprof.harness.proto.ProfileProto.Profile;
import io.blackfire.conprof.harness.proto.ProfileProto.Sample;
import io.blackfire.conprof.harness.proto.ProfileProto.ValueType;

/** A small valid profile of two sample types, three functions and two samples, to be broken by tests. */
final class Profiles {
    private Profiles() {}

    static Profile.Builder valid() {
        var profile = Profile.newBuilder()
                .addStringTable("")
                .setTimeNanos(1_000)
                .setDurationNanos(45_000_000_000L)
                .setPeriod(10_000_000);
        profile.addSampleType(type(profile, "cpu-time", "nanoseconds"));
        profile.addSampleType(type(profile, "alloc-space", "bytes"));
        profile.setPeriodType(type(profile, "cpu-time", "nanoseconds"));
        profile.setDefaultSampleType(text(profile, "cpu-time"));
        profile.addMapping(Mapping.newBuilder().setId(1).setHasFunctions(true));
        for (String name : new String[] {"shop.Cart.total", "shop.Price.of", "java.lang.Thread.run"}) {
            int id = profile.getFunctionCount() + 1;
            profile.addFunction(Function.newBuilder()
                    .setId(id)
                    .setName(text(profile, name))
                    .setFilename(text(profile, name.split("\\.")[1] + ".java")));
            profile.addLocation(Location.newBuilder()
                    .setId(id)
                    .setMappingId(1)
                    .addLine(Line.newBuilder().setFunctionId(id).setLine(10 * id)));
        }
        profile.addSample(Sample.newBuilder()
                .addLocationId(2)
                .addLocationId(1)
                .addLocationId(3)
                .addValue(30_000_000)
                .addValue(0)
                .addLabel(Label.newBuilder().setKey(text(profile, "thread")).setStr(text(profile, "worker-1")))
                .addLabel(Label.newBuilder().setKey(text(profile, "thread id")).setNum(7)));
        profile.addSample(Sample.newBuilder()
                .addLocationId(1)
                .addLocationId(3)
                .addValue(10_000_000)
                .addValue(4096));
        return profile;
    }

    static ValueType.Builder type(Profile.Builder profile, String type, String unit) {
        return ValueType.newBuilder().setType(text(profile, type)).setUnit(text(profile, unit));
    }

    /** The index of a text in the string table, where it is added if it is new. */
    static int text(Profile.Builder profile, String text) {
        int index = profile.getStringTableList().indexOf(text);
        if (index < 0) {
            profile.addStringTable(text);
            index = profile.getStringTableCount() - 1;
        }
        return index;
    }

    static byte[] gzip(Message profile) {
        return gzip(profile.toByteArray());
    }

    static byte[] gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
