package io.blackfire.conprof.profile;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.ClassOwnership;
import io.blackfire.conprof.attribution.Fixtures;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.ThreadEvidence;
import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.sampling.NativeMetrics;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

/** Conversions with the applications of {@link Workload} deployed, and their profiles read again. */
final class Converted {
    static final Instant START = Instant.parse("2026-11-22T18:31:10.000000001Z");
    static final List<Owner> OWNERS = List.of(
            Fixtures.owner("orders", "com.acme.orders.Orders", "com.acme.shared.Json"),
            Fixtures.owner("billing", "com.acme.billing.Billing", "com.acme.shared.Json"));

    private Converted() {}

    static Path golden(String name) {
        try {
            return Path.of(Converted.class.getResource("/recordings/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Recording recording(Path file, SamplingPlan plan, Map<Integer, Long> cpuNanos) {
        NativeMetrics none = new NativeMetrics(0, 0, Duration.ZERO, 0);
        return new Recording(file, START, START.plusSeconds(1), Duration.ZERO, plan, none, cpuNanos, Duration.ZERO);
    }

    static Conversion convert(Recording recording, List<Owner> owners) throws IOException {
        Attribution attribution = new Attribution(new ClassOwnership(owners), Map.of(), new ThreadEvidence());
        return Converter.convert(
                recording,
                attribution,
                owner -> owner == null
                        ? new Share(new Application("server", true, Map.of()), Map.of())
                        : new Share(new Application(owner.deployment(), false, Map.of()), owner.labels()));
    }

    /** Converts these bytes. */
    static Conversion convert(byte[] bytes) throws IOException {
        return asFile(bytes, file -> convert(recording(file, Workload.PLAN, Map.of()), OWNERS));
    }

    interface Reader<T> {
        T read(Path file) throws IOException;
    }

    /** What is read of these bytes while they are a file. */
    static <T> T asFile(byte[] bytes, Reader<T> reader) throws IOException {
        Path file = Files.createTempFile("conprof-", ".jfr");
        try {
            Files.write(file, bytes);
            return reader.read(file);
        } finally {
            Files.delete(file);
        }
    }

    /** The profiles by application, each valid. */
    static Map<String, Pprof> decode(Conversion conversion) {
        Map<String, Pprof> profiles = new HashMap<>();
        conversion
                .profiles()
                .forEach(profile -> profiles.put(
                        profile.application().name(),
                        Pprof.decode(profile.pprof()).validate()));
        return profiles;
    }

    static long total(Map<String, Pprof> profiles, String sampleType) {
        return profiles.values().stream()
                .mapToLong(profile -> profile.total(sampleType))
                .sum();
    }
}
