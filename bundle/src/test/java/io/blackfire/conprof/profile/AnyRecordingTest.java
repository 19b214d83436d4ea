package io.blackfire.conprof.profile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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

import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.profile.WrittenRecording.Kind;
import io.blackfire.conprof.profile.WrittenRecording.Sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What holds of the conversion of every recording, whole, cut off or corrupt. */
class AnyRecordingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration HANG = Duration.ofSeconds(20);
    private static final List<String> TYPES = List.of(
            "cpu-time/nanoseconds",
            "cpu-samples/count",
            "wall-time/nanoseconds",
            "wall-samples/count",
            "alloc-space/bytes",
            "alloc-samples/count",
            "heap-space/bytes");
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
                        stacks, samples.list().ofMaxSize(60).list().ofMinSize(1).ofMaxSize(3))
                .as((allStacks, chunks) -> WrittenRecording.of(golden, allStacks, chunks));
    }

    @Provide
    Arbitrary<byte[]> goldens() {
        return Arbitraries.of("jdk17.jfr", "jdk25.jfr", "jdk25-virtual.jfr", "jdk25-nested.jfr", "jdk17-kernel.jfr")
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

    @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void wholeRecording_isConservedExactly(@ForAll("recordings") WrittenRecording recording) throws IOException {
        Conversion conversion = Converted.convert(recording.bytes());
        assertThat(conversion.samples()).isEqualTo(recording.samples().size());
        assertConserved(conversion, totals(recording.bytes()));
    }

    /** By the JDK's own parser. */
    private static Map<String, Double> totals(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("conprof-", ".jfr");
        try {
            Files.write(file, bytes);
            return Totals.of(file, Workload.PLAN, stack -> true);
        } finally {
            Files.delete(file);
        }
    }

    private static void assertConserved(Conversion conversion, Map<String, Double> totals) {
        Map<String, Pprof> profiles = Converted.decode(conversion);
        for (String type : TYPES) {
            assertThat((double) Converted.total(profiles, type))
                    .as(type)
                    // whole objects are cut from a sum in 65,536ths
                    .isCloseTo(totals.getOrDefault(type, 0.0), within(type.equals("alloc-samples/count") ? 1.1 : 0));
        }
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
                for (String type : TYPES) {
                    assertThat(Converted.total(profiles, type)).as(type).isNotNegative();
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("nothing that can be read");
            }
        });
    }
}
