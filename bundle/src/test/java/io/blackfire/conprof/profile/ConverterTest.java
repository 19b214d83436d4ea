package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.attribution.Fixtures;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.harness.machine.Program;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingPlan;

import static io.blackfire.conprof.profile.Converted.OWNERS;
import static io.blackfire.conprof.profile.Converted.START;
import static io.blackfire.conprof.profile.Converted.convert;
import static io.blackfire.conprof.profile.Converted.decode;
import static io.blackfire.conprof.profile.Converted.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Golden recordings are those of {@link Workload}, made on JDK 17 and JDK 25. */
class ConverterTest {
    @TempDir
    private Path folder;

    private static Recording golden(String name, SamplingPlan plan) {
        return golden(name, plan, Map.of());
    }

    private static Recording golden(String name, SamplingPlan plan, Map<Integer, Long> cpuNanos) {
        return recording(Converted.golden(name), plan, cpuNanos);
    }

    private static void assertConserved(Recording recording, Map<String, Pprof> profiles) throws IOException {
        Totals.of(recording, stack -> true)
                .forEach((sampleType, total) -> assertThat(Converted.total(profiles, sampleType))
                        .as(sampleType)
                        .isEqualTo(total));
    }

    static Stream<String> goldenRecordings() {
        return Stream.of(
                "jdk17.jfr",
                "jdk25.jfr",
                "jdk25-virtual.jfr",
                "jdk25-nested.jfr",
                "jdk17-kernel.jfr",
                "jdk17-locks.jfr",
                "jdk25-locks.jfr");
    }

    @ParameterizedTest
    @MethodSource("goldenRecordings")
    void goldenRecording_isConservedInEveryDimension(String name) throws IOException {
        Recording recording = golden(name, Workload.PLAN);
        Conversion conversion = convert(recording, OWNERS);
        assertThat(conversion.lostBytes()).isZero();
        assertConserved(recording, decode(conversion));
    }

    @Test
    void liveRecording_isConservedInEveryDimension() throws Exception {
        try (Sampler sampler = new Sampler("test", folder);
                Recording recording = Workload.record(sampler, Duration.ofMillis(500))) {
            assertThat(recording.cpuNanos()).isNotEmpty();
            assertConserved(recording, decode(convert(recording, OWNERS)));
        }
    }

    @Test
    void cpuSamples_standForWhatTheirThreadUsed() throws IOException {
        Map<Integer, Long> samples = Totals.cpuSamples(golden("jdk17.jfr", Workload.PLAN));
        Map.Entry<Integer, Long> busiest =
                samples.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        long used = 1_234_567_891;
        Recording recording = golden("jdk17.jfr", Workload.PLAN, Map.of(busiest.getKey(), used));
        Map<String, Pprof> profiles = decode(convert(recording, OWNERS));
        assertThat(samples).hasSizeGreaterThan(1);
        assertConserved(recording, profiles);
    }

    @Test
    void cpuTimeWithoutSamples_isTheServersAndToldApart() throws IOException {
        int thread = 999_999;
        Recording recording = golden("jdk17.jfr", Workload.PLAN, Map.of(thread, 5_000_000L));
        Map<String, Pprof> profiles = decode(convert(recording, OWNERS));
        assertConserved(recording, profiles);
        Pprof server = profiles.get("server");
        assertThat(server.sum("cpu-time/nanoseconds", stack -> stack.contains("[not sampled]")))
                .isEqualTo(5_000_000);
        assertThat(server.sum("cpu-samples/count", stack -> stack.contains("[not sampled]")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17.jfr", "jdk25.jfr"})
    void goldenRecording_isSplitByOwner(String name) throws IOException {
        Recording recording = golden(name, Workload.PLAN);
        Map<String, Pprof> profiles = decode(convert(recording, OWNERS));

        assertThat(profiles).containsOnlyKeys("orders", "billing", "server");
        assertSplit(recording, profiles.get("orders"), stack -> stack.contains("com.acme.orders."));
        assertSplit(recording, profiles.get("billing"), stack -> stack.contains("com.acme.billing."));
        assertSplit(
                recording,
                profiles.get("server"),
                stack -> !stack.contains("com.acme.orders.") && !stack.contains("com.acme.billing."));
    }

    private static void assertSplit(Recording recording, Pprof profile, Predicate<String> stacks) throws IOException {
        Map<String, Long> expected = Totals.of(recording, stacks);
        assertThat(profile.total("cpu-time/nanoseconds")).isPositive().isEqualTo(expected.get("cpu-time/nanoseconds"));
        assertThat(profile.total("wall-time/nanoseconds"))
                .isEqualTo(expected.getOrDefault("wall-time/nanoseconds", 0L));
        assertThat(profile.total("alloc-space/bytes")).isEqualTo(expected.getOrDefault("alloc-space/bytes", 0L));
        assertThat(profile.total("heap-space/bytes")).isEqualTo(expected.getOrDefault("heap-space/bytes", 0L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17.jfr", "jdk25.jfr"})
    void profile_saysWhatThePprofFormatAsks(String name) throws IOException {
        Pprof orders = decode(convert(golden(name, Workload.PLAN), OWNERS)).get("orders");

        assertThat(orders.sampleTypes())
                .containsExactly(
                        "cpu-time/nanoseconds",
                        "cpu-samples/count",
                        "wall-time/nanoseconds",
                        "wall-samples/count",
                        "lock-acquire-wait/nanoseconds",
                        "lock-acquire/count",
                        "alloc-space/bytes",
                        "alloc-samples/count",
                        "heap-space/bytes");
        assertThat(orders.timeNanos()).isEqualTo(START.getEpochSecond() * 1_000_000_000 + 1);
        assertThat(orders.durationNanos()).isEqualTo(1_000_000_000);
        assertThat(orders.periodType()).isEqualTo("cpu-time/nanoseconds");
        assertThat(orders.period()).isEqualTo(5_000_000);
        assertThat(orders.samples()).allSatisfy(sample -> assertThat(sample.labels())
                .containsEntry("thread name", "main")
                .containsEntry("thread pool", "main"));
        assertThat(orders.samples())
                .anySatisfy(sample -> assertThat(sample.labels()).containsEntry("allocated class", "byte[]"));
        assertThat(orders.samples())
                .anySatisfy(sample -> assertThat(sample.stack().frames()).anySatisfy(frame -> {
                    assertThat(frame.function()).isEqualTo("com.acme.orders.Orders.allocate");
                    assertThat(frame.file()).isEqualTo("com.acme.orders.Orders");
                    assertThat(frame.line()).isBetween(20L, 40L);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17.jfr", "jdk25.jfr"})
    void functions_haveNamesThatStay(String name) throws IOException {
        Map<String, Pprof> profiles = decode(convert(golden(name, Workload.PLAN), OWNERS));

        assertThat(profiles.values()).allSatisfy(profile -> assertThat(profile.samples())
                .allSatisfy(sample -> assertThat(sample.stack().frames())
                        .noneMatch(frame -> frame.function().contains("MarkerFrame"))
                        .noneMatch(frame -> frame.function().matches(".*(0x[0-9a-f]{6,}|Lambda\\$\\d).*"))));
        assertThat(profiles.get("orders").samples())
                .anyMatch(sample -> sample.stack().contains("com.acme.orders.Orders$$Lambda.getAsLong"));
        assertThat(profiles.get("server").samples())
                .anyMatch(sample -> sample.stack().contains("pthread_cond_wait")
                        || sample.stack().contains("__futex"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk17-locks.jfr", "jdk25-locks.jfr"})
    void waitsForLocks_areWhoseCodeWaits(String name) throws IOException {
        Recording recording = golden(name, Workload.PLAN);
        Pprof orders = decode(convert(recording, OWNERS)).get("orders");
        for (String kind : List.of("com.acme.orders.Orders.enter", "ReentrantLock.lock")) {
            assertThat(orders.sum("lock-acquire-wait/nanoseconds", stack -> stack.contains(kind)))
                    .as(kind)
                    .isPositive();
        }
        assertThat(orders.total("lock-acquire-wait/nanoseconds"))
                .isEqualTo(Totals.of(recording, stack -> stack.contains("com.acme.orders."))
                        .get("lock-acquire-wait/nanoseconds"));
    }

    /** Async-profiler sees such a stack only up to where the JVM has brought back its frames. */
    @Test
    void kernelFrames_areKept() throws IOException {
        Pprof profile = decode(convert(golden("jdk17-kernel.jfr", Workload.PLAN), OWNERS))
                .get("server");
        assertThat(profile.samples())
                .anySatisfy(sample -> assertThat(sample.stack().frames())
                        .extracting(frame -> frame.function())
                        .containsSubsequence("do_syscall_64", "java.nio.file.Files.exists"));
    }

    /** Debian's golang-go has it. */
    @ParameterizedTest
    @MethodSource("goldenRecordings")
    void profile_isReadByGoToolPprof(String name) throws IOException {
        Path file = folder.resolve("profile.pb.gz");
        for (Profile profile : convert(golden(name, Workload.PLAN), OWNERS).profiles()) {
            Files.write(file, profile.pprof());
            Program go = Program.run(
                    new ProcessBuilder("go", "tool", "pprof", "-raw", "-symbolize=none", file.toString()),
                    "",
                    Duration.ofMinutes(1));
            assertThat(go.exit()).as(go.output()).isZero();
            Pprof ours = Pprof.decode(profile.pprof());
            List<String> types = ours.sampleTypes();
            long[] totals = new long[types.size()];
            Matcher sample =
                    Pattern.compile("(?m)^ +(\\d+(?: +\\d+)*): [\\d ]+$").matcher(go.output());
            while (sample.find()) {
                String[] values = sample.group(1).split(" +");
                Arrays.setAll(totals, i -> totals[i] + Long.parseLong(values[i]));
            }
            assertThat(go.output()).contains(String.join(" ", types));
            assertThat(totals)
                    .containsExactly(types.stream().mapToLong(ours::total).toArray());
        }
    }

    @Test
    void virtualThreadMountedAgain_isItsClassesOrNobodys() throws IOException {
        Recording recording = golden("jdk25-virtual.jfr", Workload.PLAN);
        Conversion conversion = convert(recording, OWNERS);
        assertSplit(recording, decode(conversion).get("orders"), stack -> stack.contains("com.acme.orders."));
        Map<String, Long> cut = Totals.of(
                recording, stack -> stack.contains("cont_returnBarrier") && !stack.contains("com.acme.orders."));
        assertThat(conversion.unattributed()).isPositive().isGreaterThanOrEqualTo(cut.get("cpu-samples/count"));
    }

    /** Of the interpreter's calls and returns async-profiler knows the leaf alone; the golden recording has 3:1 of them. */
    @Test
    void brokenStackOfSharedCode_isWhosesTheThreadWasSeenWithNearest() throws IOException {
        Recording recording = golden("jdk25-nested.jfr", Workload.PLAN);
        Predicate<String> broken = stack -> stack.startsWith("com.acme.shared.") && stack.contains("break_");
        assertThat(Totals.of(recording, broken).get("cpu-samples/count")).isGreaterThan(20);

        Map<String, Pprof> profiles = decode(convert(recording, OWNERS));

        assertConserved(recording, profiles);
        assertThat(profiles.get("server").samples())
                .noneMatch(sample -> sample.stack().contains("com.acme.shared."));
        double brokenOrders = brokenCpu(profiles.get("orders"));
        double brokenBilling = brokenCpu(profiles.get("billing"));
        assertThat(brokenOrders / brokenBilling).isBetween(2.0, 4.5);
    }

    private static long brokenCpu(Pprof profile) {
        return profile.sum("cpu-samples/count", stack -> stack.root().startsWith("break_"));
    }

    @Test
    void dimensionsThatAreOff_haveNoSampleType() throws IOException {
        SamplingPlan cpuOnly = new SamplingPlan(
                EnumSet.of(Dimension.CPU_TIME), CpuEngine.TIMER, Duration.ofMillis(5), Duration.ofMillis(50), 65536);
        assertThat(decode(convert(golden("jdk17.jfr", cpuOnly), OWNERS))
                        .get("orders")
                        .sampleTypes())
                .containsExactly("cpu-time/nanoseconds", "cpu-samples/count");
    }

    @Test
    void codeThatTwoDeploymentsShare_isCountedWhenItStaysTheServers() throws IOException {
        Conversion conversion = convert(golden("jdk17.jfr", Workload.PLAN), OWNERS);
        Map<String, Long> shared = Totals.of(
                golden("jdk17.jfr", Workload.PLAN),
                stack -> stack.contains("com.acme.shared.")
                        && !stack.contains("com.acme.orders.")
                        && !stack.contains("com.acme.billing."));
        assertThat(conversion.unattributed()).isPositive().isGreaterThanOrEqualTo(shared.get("cpu-samples/count"));
    }

    @Test
    void applicationsOfOneName_shareOneProfile() throws IOException {
        List<Owner> lives = List.of(
                Fixtures.owner("app", "com.acme.orders.Orders"), Fixtures.owner("app", "com.acme.billing.Billing"));
        Map<String, Pprof> profiles = decode(convert(golden("jdk17.jfr", Workload.PLAN), lives));
        assertThat(profiles).containsOnlyKeys("app", "server");
        assertThat(profiles.get("app").samples())
                .anyMatch(sample -> sample.stack().contains("Orders.allocate"))
                .anyMatch(sample -> sample.stack().contains("Billing.allocate"));
    }

    @Test
    void labelsOfAShare_areThoseOfItsSamplesOnly() throws IOException {
        List<Owner> modules = List.of(
                Fixtures.owner("app", Map.of("module", "orders"), "com.acme.orders.Orders"),
                Fixtures.owner("app", Map.of("module", "billing"), "com.acme.billing.Billing"));
        Pprof app = decode(convert(golden("jdk17.jfr", Workload.PLAN), modules)).get("app");
        assertThat(app.samples()).allSatisfy(sample -> assertThat(sample.labels())
                .containsEntry("module", sample.stack().contains("com.acme.orders.") ? "orders" : "billing"));
        assertThat(app.samples()).anyMatch(sample -> sample.labels().containsValue("billing"));
    }

    @Test
    void recordingOfNothing_isAnErrorThatNamesTheFile() throws IOException {
        Path broken = folder.resolve("broken.jfr");
        byte[] bytes = Files.readAllBytes(Converted.golden("jdk17.jfr"));
        for (int cut : Set.of(0, 10, 68)) {
            Files.write(broken, Arrays.copyOf(bytes, cut));
            assertThatThrownBy(() -> convert(recording(broken, Workload.PLAN, Map.of()), OWNERS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broken.jfr");
        }
    }
}
