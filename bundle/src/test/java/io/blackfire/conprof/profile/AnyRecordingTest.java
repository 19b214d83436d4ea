package io.blackfire.conprof.profile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.profile.WrittenRecording.Kind;
import io.blackfire.conprof.profile.WrittenRecording.Sample;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.SamplingPlan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What holds of the conversion of every recording, whole, cut off or corrupt. */
class AnyRecordingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration HANG = Duration.ofSeconds(20);
    private static final Map<String, Dimension> TYPES = Map.of(
            "cpu-time/nanoseconds", Dimension.CPU_TIME,
            "cpu-samples/count", Dimension.CPU_TIME,
            "wall-time/nanoseconds", Dimension.WALL_TIME,
            "wall-samples/count", Dimension.WALL_TIME,
            "lock-acquire-wait/nanoseconds", Dimension.LOCK_CONTENTION,
            "lock-acquire/count", Dimension.LOCK_CONTENTION,
            "alloc-space/bytes", Dimension.ALLOCATED_MEMORY,
            "alloc-samples/count", Dimension.ALLOCATIONS,
            "heap-space/bytes", Dimension.HEAP_LIVE_SIZE);
    private static final long MOST_ALLOCATED_BYTES = 64 << 20;

    /** A byte of a file that is another one: where, of 10,000 parts of the file, and what is changed in it. */
    record Damage(int where, int bits) {
        void to(byte[] bytes) {
            bytes[(int) ((long) where * (bytes.length - 1) / 10_000)] ^= (byte) bits;
        }
    }

    @Provide
    Arbitrary<WrittenRecording> recordings() throws IOException {
        byte[] golden = Files.readAllBytes(Converted.golden("jdk25.jfr"));
        Arbitrary<List<List<Integer>>> stacks = Arbitraries.integers()
                .between(0, 0xffff)
                .list()
                .ofMaxSize(40)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
        Arbitrary<Sample> samples = Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 14),
                        Arbitraries.integers().between(0, WrittenRecording.FRAME_KINDS + 1),
                        Arbitraries.longs().between(8, 1L << 40),
                        Arbitraries.integers().between(1, 1_000),
                        Arbitraries.longs().between(0, 1_000_000_000))
                .as(Sample::new);
        return Combinators.combine(
                        stacks,
                        samples.list().ofMaxSize(60).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.strings().ofMaxLength(300).list().ofSize(WrittenRecording.THREADS))
                .as((allStacks, chunks, names) -> WrittenRecording.of(golden, allStacks, chunks, names));
    }

    @Provide
    Arbitrary<byte[]> goldens() {
        return Arbitraries.of(
                        "jdk17.jfr",
                        "jdk25.jfr",
                        "jdk25-virtual.jfr",
                        "jdk25-nested.jfr",
                        "jdk17-kernel.jfr",
                        "jdk25-locks.jfr")
                .map(name -> {
                    try {
                        return Files.readAllBytes(Converted.golden(name));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Provide
    Arbitrary<Damage> damages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.integers().between(1, 0xff))
                .as(Damage::new);
    }

    @Provide
    Arbitrary<SamplingPlan> plans() {
        return Combinators.combine(
                        Arbitraries.of(Dimension.class).set().ofMinSize(1),
                        Arbitraries.longs().between(4_000_000, 1_000_000_000),
                        Arbitraries.longs().between(1_000_000, 10_000_000_000L),
                        Arbitraries.longs().between(1 << 10, 1 << 30))
                .as((dimensions, cpuNanos, wallNanos, allocBytes) -> new SamplingPlan(
                        dimensions,
                        CpuEngine.TIMER,
                        Duration.ofNanos(cpuNanos),
                        Duration.ofNanos(wallNanos),
                        allocBytes));
    }

    /** What the kernel says of some threads, or of none. */
    @Provide
    Arbitrary<Map<Integer, Long>> cpuNanos() {
        return Arbitraries.maps(
                        Arbitraries.integers().between(1, WrittenRecording.THREADS),
                        Arbitraries.longs().between(0, 100_000_000_000L))
                .ofMaxSize(WrittenRecording.THREADS);
    }

    @Property(tries = 400, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void wholeRecording_isConservedExactly(
            @ForAll("recordings") WrittenRecording written,
            @ForAll("plans") SamplingPlan plan,
            @ForAll("cpuNanos") Map<Integer, Long> cpuNanos)
            throws IOException {
        Converted.asFile(written.bytes(), file -> {
            Recording recording = Converted.recording(file, plan, cpuNanos);
            Conversion conversion = Converted.convert(recording, Converted.OWNERS);
            assertThat(conversion.samples()).isEqualTo(written.samples().size());
            // the JDK's own parser
            Map<String, Long> totals = Totals.of(recording, stack -> true);
            Map<String, Pprof> profiles = Converted.decode(conversion);
            TYPES.forEach((type, dimension) -> assertThat(Converted.total(profiles, type))
                    .as(type)
                    .isEqualTo(plan.dimensions().contains(dimension) ? totals.getOrDefault(type, 0L) : 0));
            return null;
        });
    }

    @Property(tries = 200, seed = "2", edgeCases = EdgeCasesMode.NONE)
    void recordingCutOff_givesWhatIsBeforeTheCut(
            @ForAll("recordings") WrittenRecording recording, @ForAll @IntRange(max = 9_999) int where)
            throws IOException {
        int cut = (int) ((long) where * recording.bytes().length / 10_000);
        byte[] rest = Arrays.copyOf(recording.bytes(), cut);
        if (cut < recording.begins().get(0)) {
            assertNothingCanBeRead(rest);
            return;
        }
        Conversion conversion = Converted.convert(rest);
        assertThat(conversion.samples())
                .isEqualTo(recording.ends().stream().filter(end -> end <= cut).count());
        assertThat(conversion.lostBytes()).isPositive();
        Converted.decode(conversion);
    }

    private static void assertNothingCanBeRead(byte[] bytes) {
        assertThatIOException().isThrownBy(() -> Converted.convert(bytes));
    }

    @Property(tries = 200, seed = "3", edgeCases = EdgeCasesMode.NONE)
    void corruptEvent_costsNoOther(@ForAll("recordings") WrittenRecording recording, @ForAll("damages") Damage damage)
            throws IOException {
        int begin = recording.begins().get(0);
        List<Integer> ofFirstChunk = recording.ends().stream()
                .filter(end -> recording.begins().size() == 1
                        || end < recording.begins().get(1))
                .toList();
        if (ofFirstChunk.isEmpty()) {
            return;
        }
        int end = ofFirstChunk.get(ofFirstChunk.size() - 1);
        byte[] bytes = recording.bytes().clone();
        byte[] events = Arrays.copyOfRange(bytes, begin, end);
        damage.to(events);
        System.arraycopy(events, 0, bytes, begin, events.length);

        Conversion conversion = Converted.convert(bytes);
        assertThat(conversion.samples())
                .isBetween(recording.samples().size() - 1L, recording.samples().size() + 1L);
        Converted.decode(conversion);
    }

    @Property(tries = 300, seed = "4")
    void corruptRecording_neverFailsNorHangsNorFillsTheHeap(
            @ForAll("goldens") byte[] golden, @ForAll @Size(min = 1, max = 4) List<@From("damages") Damage> damages) {
        byte[] bytes = golden.clone();
        damages.forEach(damage -> damage.to(bytes));
        assertGoodPart(bytes);
    }

    @Property(tries = 150, seed = "5")
    void goldenRecordingCutOff_neverFailsNorHangsNorFillsTheHeap(
            @ForAll("goldens") byte[] golden, @ForAll @IntRange(max = 9_999) int where) {
        assertGoodPart(Arrays.copyOf(golden, (int) ((long) where * golden.length / 10_000)));
    }

    private static void assertGoodPart(byte[] bytes) {
        assertTimeoutPreemptively(HANG, () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                Conversion conversion = Converted.convert(bytes);
                assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED_BYTES);
                Map<String, Pprof> profiles = Converted.decode(conversion);
                for (String type : TYPES.keySet()) {
                    assertThat(Converted.total(profiles, type)).as(type).isNotNegative();
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("nothing that can be read");
            }
        });
    }
}
