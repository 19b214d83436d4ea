package io.blackfire.conprof.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.InvalidProtocolBufferException;

import io.blackfire.conprof.harness.proto.ProfileProto.Profile;
import io.blackfire.conprof.harness.proto.ProfileProto.ValueType;

/**
 * A profile in the format of <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">pprof</a>, decoded by code
 * that shares nothing with the profiler. Sample types are named as {@code type/unit}, for instance {@code cpu-time/nanoseconds}.
 * Immutable. Whatever reads a reference that does not resolve throws {@link InvalidPprof}; {@link #validate()} finds them all.
 */
public final class Pprof {
    private final Profile profile;
    private final Resolver resolver;

    private Pprof(Profile profile) {
        this.profile = profile;
        this.resolver = new Resolver(profile);
    }

    /**
     * Decodes a gzip-compressed profile; {@link #validate()} is another step.
     *
     * @throws InvalidPprof if this is not gzip or, inside, not the protobuf of a profile
     */
    public static Pprof decode(byte[] gzip) {
        return decodePlain(unzip(gzip));
    }

    static Pprof decodePlain(byte[] protobuf) {
        try {
            return new Pprof(Profile.parseFrom(protobuf));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidPprof("not the protobuf of a profile: " + e.getMessage(), e);
        }
    }

    static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b && bytes[2] == 8;
    }

    private static byte[] unzip(byte[] bytes) {
        if (!isGzip(bytes)) {
            throw new InvalidPprof("not gzip");
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new InvalidPprof("broken gzip: " + e.getMessage(), e);
        }
    }

    /**
     * Applies every rule of the format.
     *
     * @return this
     * @throws InvalidPprof at the first rule that the profile breaks
     */
    public Pprof validate() {
        new PprofRules(profile).check();
        return this;
    }

    /** The sample types, in the order of the profile. */
    public List<String> sampleTypes() {
        return profile.getSampleTypeList().stream().map(this::name).toList();
    }

    /** The sum of all values of one sample type; 0 if the profile does not have that type. */
    public long total(String sampleType) {
        return sum(sampleType, stack -> true);
    }

    /** The sum of all values of each sample type, in the order of the profile. */
    public Map<String, Long> totals() {
        var totals = new LinkedHashMap<String, Long>();
        sampleTypes().forEach(type -> totals.put(type, total(type)));
        return totals;
    }

    /** The sum of one sample type over the samples whose stack is wanted; 0 if the profile does not have that type. */
    public long sum(String sampleType, Predicate<Stack> wanted) {
        int index = sampleTypes().indexOf(sampleType);
        return index < 0
                ? 0
                : samples().stream()
                        .filter(sample -> wanted.test(sample.stack()))
                        .mapToLong(sample -> sample.values().get(index))
                        .sum();
    }

    /** All samples, resolved. */
    public List<Sample> samples() {
        return resolver.samples();
    }

    /** The samples of what happened in the profile's time: not those of objects alone that are left from before. */
    public List<Sample> samplesOfItsTime() {
        int alive = sampleTypes().indexOf("heap-space/bytes");
        return samples().stream()
                .filter(sample -> IntStream.range(0, sample.values().size())
                        .anyMatch(type -> type != alive && sample.values().get(type) != 0))
                .toList();
    }

    /** When the profile began, since the epoch. */
    public long timeNanos() {
        return profile.getTimeNanos();
    }

    /** How long the profile lasted. */
    public long durationNanos() {
        return profile.getDurationNanos();
    }

    /** How many units of {@link #periodType()} are between two samples. */
    public long period() {
        return profile.getPeriod();
    }

    /** The type and unit of {@link #period()}, or an empty string if the profile has none. */
    public String periodType() {
        return profile.hasPeriodType() ? name(profile.getPeriodType()) : "";
    }

    private String name(ValueType type) {
        return resolver.text(type.getType()) + "/" + resolver.text(type.getUnit());
    }
}
