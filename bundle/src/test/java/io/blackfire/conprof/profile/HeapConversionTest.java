package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.sampling.NativeMetrics;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** The file of the live heap, whole and damaged. */
@EnabledOnOs(OS.LINUX)
class HeapConversionTest {
    private static final SamplingPlan PLAN = new SamplingPlan(
            EnumSet.of(Dimension.ALLOCATED_MEMORY, Dimension.ALLOCATIONS, Dimension.HEAP_LIVE_SIZE),
            CpuEngine.TIMER,
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            1 << 20);
    private static final String ALLOCATED = "alloc-space/bytes";
    private static final String ALIVE = "heap-space/bytes";

    @TempDir
    private Path folder;

    private final List<Object> kept = new ArrayList<>();

    /** The second period of a program that keeps something: both sections have samples. */
    private byte[] written() throws Exception {
        try (Sampler sampler = new Sampler("test", folder)) {
            sampler.begin(PLAN);
            allocate();
            sampler.end().close();
            sampler.begin(PLAN);
            allocate();
            try (Recording recording = sampler.end()) {
                assertThat(recording.heap()).isNotNull();
                return Files.readAllBytes(recording.heap());
            }
        }
    }

    /** In a thread with a short stack, so that the file is short. */
    private void allocate() {
        Thread thread = new Thread(
                () -> {
                    for (int i = 0; i < 20; i++) {
                        kept.add(new byte[1 << 20]);
                    }
                },
                "allocates");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HeapFile read(byte[] bytes) throws IOException {
        return HeapFile.read(Files.write(folder.resolve("written"), bytes));
    }

    private static int samples(HeapFile file) {
        return file.survivors.samples.size() + file.period.samples.size();
    }

    private static long lost(HeapFile file) {
        return file.lostBytes() + file.survivors.constants.lostBytes() + file.period.constants.lostBytes();
    }

    @Test
    void wholeFile_isReadWithoutLoss() throws Exception {
        HeapFile file = read(written());
        assertThat(lost(file)).isZero();
        assertThat(file.survivors.samples).isNotEmpty();
        assertThat(file.period.samples).isNotEmpty().allMatch(HeapFile.Sample::there);
    }

    @Test
    void cutAnywhere_givesTheBlocksBeforeTheCut() throws Exception {
        byte[] whole = written();
        int all = samples(read(whole));
        int before = 0;
        for (int cut = 0; cut < whole.length; cut++) {
            HeapFile file = read(Arrays.copyOf(whole, cut));
            assertThat(lost(file)).as("cut at %d", cut).isPositive();
            assertThat(samples(file)).as("cut at %d", cut).isBetween(before, all);
            before = samples(file);
        }
        assertThat(before).isPositive();
    }

    @Test
    void changedAnywhere_givesTheOtherBlocks() throws Exception {
        byte[] whole = written();
        HeapFile undamaged = read(whole);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at % 8);
            HeapFile file = read(changed);
            assertThat(lost(file)).as("changed at %d", at).isPositive();
            assertThat(samples(file))
                    .as("changed at %d", at)
                    .isIn(undamaged.survivors.samples.size(), undamaged.period.samples.size());
        }
    }

    @Test
    void damagedFile_costsItsSamplesAloneAndIsCounted() throws Exception {
        byte[] whole = written();
        Pprof before = convert(Arrays.copyOf(whole, whole.length));
        assertThat(before.total(ALLOCATED)).isPositive();
        for (int cut = 0; cut < whole.length; cut += whole.length / 10) {
            assertThat(conversion(Arrays.copyOf(whole, cut)).lostBytes()).isPositive();
        }
        Conversion gone = conversion(null);
        assertThat(gone.lostBytes()).isPositive();
        assertThat(gone.samples()).isPositive();
    }

    private Pprof convert(byte[] heap) throws IOException {
        Conversion conversion = conversion(heap);
        assertThat(conversion.lostBytes()).isZero();
        return Converted.decode(conversion).get("server");
    }

    private Conversion conversion(byte[] heap) throws IOException {
        Path file = folder.resolve("heap");
        Files.deleteIfExists(file);
        if (heap != null) {
            Files.write(file, heap);
        }
        Recording golden = Converted.recording(Converted.golden("jdk17.jfr"), Workload.PLAN, Map.of());
        return Converted.convert(
                new Recording(
                        golden.events(),
                        file,
                        golden.start(),
                        golden.end(),
                        Duration.ZERO,
                        Workload.PLAN,
                        new NativeMetrics(0, 0, Duration.ZERO, 0),
                        Map.of(),
                        Set.of(),
                        Duration.ZERO),
                Converted.OWNERS);
    }

    @Test
    void whatIsAlive_isThereInTheNextPeriodUnderItsStack() throws Exception {
        try (Sampler sampler = new Sampler("test", folder)) {
            sampler.begin(PLAN);
            allocate();
            sampler.end().close();
            System.gc();
            sampler.begin(PLAN);
            try (Recording recording = sampler.end()) {
                Pprof profile = Converted.decode(Converted.convert(recording, List.of()))
                        .get("server");
                assertThat(profile.sum(ALIVE, stack -> stack.contains("HeapConversionTest.lambda$allocate")))
                        .isPositive()
                        .isEqualTo(Totals.of(recording, stack -> stack.contains("HeapConversionTest.lambda$allocate"))
                                .get(ALIVE));
                assertThat(profile.sum(ALLOCATED, stack -> stack.contains("HeapConversionTest.lambda$allocate")))
                        .isZero();
            }
        }
    }
}
