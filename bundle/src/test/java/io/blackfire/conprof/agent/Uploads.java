package io.blackfire.conprof.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.proto.ProfileProto.Profile;
import io.blackfire.conprof.harness.proto.ProfileProto.ValueType;

/** Uploads and addresses for tests. */
final class Uploads {
    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration HOUR = Duration.ofHours(1);
    static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    static final byte[] SMALL = pprof(0);

    private Uploads() {}

    static Upload numbered(long sequence) {
        return of("orders", Map.of(), sequence, SMALL);
    }

    static Upload labelled(Map<String, String> labels) {
        return of("orders", labels, 0, SMALL);
    }

    static Upload sized(int bytes) {
        return of("orders", Map.of(), 0, pprof(bytes));
    }

    static Upload of(long sequence, Instant start) {
        return new Upload("orders", Map.of(), start, start.plusSeconds(45), sequence, SMALL);
    }

    private static Upload of(String application, Map<String, String> labels, long sequence, byte[] pprof) {
        return new Upload(application, labels, START, START.plusSeconds(45), sequence, pprof);
    }

    static AgentAddress address(TestAgent agent) {
        return address(agent.address(), LONG);
    }

    static AgentAddress address(String socket, Duration timeout) {
        return new AgentAddress(URI.create(socket), Optional.empty(), Optional.empty(), timeout);
    }

    /** An uploader that after a failure waits for a signal; it means to wait for about an hour. */
    static Uploader patient(Supplier<AgentAddress> address, Time time) {
        return uploader(address, 1 << 24, new Backoff(HOUR, HOUR, () -> -1L), time);
    }

    /** An uploader that after a failure tries again at once. */
    static Uploader impatient(Supplier<AgentAddress> address) {
        return uploader(address, 1 << 24, new Backoff(Duration.ZERO, Duration.ZERO, () -> -1L), Condition::awaitNanos);
    }

    /** An uploader that has no disk. */
    static Uploader uploader(Supplier<AgentAddress> address, long queueLimitBytes, Backoff backoff, Time time) {
        return new Uploader(address, queueLimitBytes, backoff, time, () -> SpoolLimits.NONE, Optional::empty);
    }

    /** The same, as servers have it. */
    static Uploader uploader(Supplier<AgentAddress> address, long queueLimitBytes) {
        return new Uploader(address, queueLimitBytes, () -> SpoolLimits.NONE, Optional::empty);
    }

    /** A valid profile of at least this size. */
    static byte[] pprof(int bytes) {
        Profile.Builder profile = Profile.newBuilder()
                .addStringTable("")
                .addStringTable("cpu-time")
                .addStringTable("nanoseconds")
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2));
        if (bytes > 0) {
            StringBuilder noise = new StringBuilder(bytes);
            new Random(1).ints(bytes * 5L / 4, ' ', '~').forEach(c -> noise.append((char) c));
            profile.addComment(3).addStringTable(noise.toString());
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            profile.build().writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gzip.toByteArray();
    }
}
