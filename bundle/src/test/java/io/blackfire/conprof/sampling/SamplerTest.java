package io.blackfire.conprof.sampling;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.folder.PrivateFolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With the real async-profiler, in this JVM and in others. */
class SamplerTest {
    private static final SamplingPlan PLAN = plan(EnumSet.allOf(Dimension.class));

    @TempDir
    private Path temporary;

    private static SamplingPlan plan(EnumSet<Dimension> dimensions) {
        return new SamplingPlan(dimensions, CpuEngine.TIMER, Duration.ofMillis(10), Duration.ofMillis(100), 512 << 10);
    }

    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.walk(temporary.resolve("own/recordings"))) {
            return files.filter(file -> file.toString().endsWith(".jfr")).toList();
        }
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.walk(temporary.resolve("own"))) {
            return files.filter(file -> file.toString().endsWith(".so")).toList();
        }
    }

    @Test
    void recording_isPrivateAndGoneWhenClosed() throws Exception {
        Path own = temporary.resolve("own");
        try (Sampler sampler = new Sampler("test", own)) {
            sampler.begin(PLAN);
            assertThat(sampler.version()).startsWith("4.");
            Recording first = sampler.end();
            sampler.begin(PLAN);
            assertThat(first.bytes()).isPositive();
            assertThat(first.end()).isAfter(first.start());
            assertThat(first.metrics().bytes()).isPositive();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rwx------");
            Recording second = sampler.end();
            assertThat(second.gap()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(10));
            assertThat(recordings())
                    .containsExactlyInAnyOrder(
                            first.events().path(), second.events().path());
            first.close();
            second.close();
            assertThat(recordings()).isEmpty();
        }
        assertThat(own.resolve("recordings")).isEmptyDirectory();
    }

    @Test
    void session_goesOnUnderTheSamePlan_untilItHoldsTooMuch() throws Exception {
        SamplingPlan other = plan(EnumSet.of(Dimension.WALL_TIME));
        try (Sampler sampler = new Sampler("test", temporary.resolve("own"))) {
            sampler.begin(PLAN);
            Recording first = sampler.end(PLAN);
            Recording second = sampler.end(PLAN);
            assertThat(sampler.sampling()).isTrue();
            assertThat(second.start()).isAfterOrEqualTo(first.end());
            assertThat(second.gap()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(10));
            first.close();
            second.close();
            assertThat(recordings()).hasSize(1);
            sampler.end(other).close();
            assertThat(sampler.sampling()).isFalse();
            assertThat(recordings()).isEmpty();

            SamplingPlan small = PLAN.within(1, 1);
            sampler.begin(small);
            sampler.end(small).close();
            assertThat(sampler.sampling()).isFalse();
        }
    }

    @Test
    void session_endsAfterSomePeriods() throws Exception {
        try (Sampler sampler = new Sampler("test", temporary.resolve("own"))) {
            sampler.begin(PLAN);
            int periods = 0;
            do {
                sampler.end(PLAN).close();
                periods++;
            } while (sampler.sampling());
            assertThat(periods).isEqualTo(20);
        }
    }

    @Test
    void chunkThatSomebodyElseEnded_isOfThePeriod() throws Exception {
        Path own = temporary.resolve("own");
        try (Sampler sampler = new Sampler("test", own)) {
            sampler.begin(PLAN);
            BinaryOperator<String> shared = NativeProfiler.find(own);
            shared.apply(shared.apply("anyone", SharedProfiler.CLAIM), "dump,jfr,loglevel=none");
            Recording first = sampler.end(PLAN);
            Recording second = sampler.end(PLAN);
            // as long as its two chunks say, and the next one begins there
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(first.events().path()));
            long ofTheirs = file.getLong(8);
            assertThat(first.events().to()).isEqualTo(ofTheirs + file.getLong((int) ofTheirs + 8));
            assertThat(second.events().from()).isEqualTo(first.events().to());
            first.close();
            second.close();
        }
    }

    /** When somebody else stops and starts async-profiler, what follows in the file is not ours. */
    @Test
    void sessionThatIsNoLongerThere_isNotGoneOnWith() throws Exception {
        Path own = temporary.resolve("own");
        try (Sampler sampler = new Sampler("test", own)) {
            sampler.begin(PLAN);
            BinaryOperator<String> shared = NativeProfiler.find(own);
            shared.apply(shared.apply("anyone", SharedProfiler.CLAIM), "stop,loglevel=none");
            assertThatThrownBy(() -> sampler.end(PLAN)).isInstanceOf(SamplingException.class);
            assertThat(sampler.sampling()).isFalse();
        }
    }

    @Test
    void eachDimension_canBeSampledAlone() throws Exception {
        try (Sampler sampler = new Sampler("test", temporary.resolve("own"))) {
            for (Dimension dimension : Dimension.values()) {
                sampler.begin(plan(EnumSet.of(dimension)));
                try (Recording recording = sampler.end()) {
                    assertThat(recording.bytes()).isPositive();
                }
            }
        }
    }

    @Test
    void cpuTime_isThatOfItsPeriodWhenItWasOffBefore() throws Exception {
        try (Sampler sampler = new Sampler("test", temporary.resolve("own"))) {
            sampler.begin(plan(EnumSet.of(Dimension.WALL_TIME)));
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 200_000_000) {
                Thread.onSpinWait();
            }
            long between = System.nanoTime();
            try (Recording without = sampler.end()) {
                assertThat(without.cpuNanos()).isEmpty();
            }
            sampler.begin(PLAN);
            try (Recording with = sampler.end()) {
                assertThat(with.cpuNanos().values()).isNotEmpty().allSatisfy(nanos -> assertThat(nanos)
                        .isLessThan(System.nanoTime() - between + 50_000_000));
            }
        }
    }

    @Test
    void failureToBegin_leavesTheFinishedRecordingToBeRead() throws Exception {
        Path own = temporary.resolve("own");
        try (Sampler sampler = new Sampler("test", own)) {
            sampler.begin(PLAN);
            try (Recording finished = sampler.end()) {
                BinaryOperator<String> shared = NativeProfiler.find(own);
                String owner = shared.apply("anyone", SharedProfiler.CLAIM);
                shared.apply(owner, "start,event=itimer,loglevel=none");
                assertThatThrownBy(() -> sampler.begin(PLAN)).isInstanceOf(SamplingException.class);
                assertThat(finished.bytes()).isPositive();
            }
        }
        try (Sampler next = new Sampler("next", own)) {
            next.begin(PLAN);
            assertThat(next.sampling()).isTrue();
        }
    }

    @Test
    void secondSampler_followsUntilTheFirstLetsGo() throws Exception {
        try (Sampler second = new Sampler("second", temporary.resolve("own"))) {
            try (Sampler first = new Sampler("first", temporary.resolve("own"))) {
                first.begin(PLAN);
                assertThatThrownBy(() -> second.begin(PLAN))
                        .isInstanceOfSatisfying(SamplingException.class, e -> {
                            assertThat(e.led()).isTrue();
                            assertThat(e.retryable()).isTrue();
                        })
                        .hasMessageStartingWith("another Blackfire profiler of this JVM samples for all: first #");
            }
            second.begin(PLAN);
            assertThat(second.sampling()).isTrue();
        }
    }

    @Test
    void claimOfAnEndedThread_isTakenOver() throws Exception {
        Sampler abandoned = new Sampler("abandoned", temporary.resolve("own"));
        Thread thread = new Thread(() -> {
            try {
                abandoned.begin(PLAN);
            } catch (SamplingException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        thread.join();
        try (Sampler next = new Sampler("next", temporary.resolve("own"))) {
            next.begin(PLAN);
            assertThat(next.sampling()).isTrue();
            assertThatThrownBy(abandoned::end).isInstanceOf(SamplingException.class);
        }
        abandoned.close();
    }

    @Test
    void leftoversOfAKilledJvm_areRemovedAtTheNextStart() throws Exception {
        Path own = temporary.resolve("own");
        Process killed = ChildJvm.start(List.of(), SampleOnce.class, own.toString());
        assertThat(firstLine(killed)).isEqualTo("sampling");
        assertThat(recordings()).hasSize(1);
        killed.destroyForcibly().waitFor();

        Process alive = ChildJvm.start(List.of(), SampleOnce.class, own.toString());
        try {
            assertThat(firstLine(alive)).isEqualTo("sampling");
            List<Path> ofTheLiving = recordings();
            assertThat(ofTheLiving).hasSize(1);
            List<Path> librariesOfTheLiving = libraries();
            assertThat(librariesOfTheLiving).hasSize(NativeLibrary.values().length);
            try (Sampler sampler = new Sampler("test", own)) {
                sampler.begin(PLAN);
                assertThat(recordings()).hasSize(2).containsAll(ofTheLiving);
            }
            assertThat(libraries()).isEqualTo(librariesOfTheLiving);
        } finally {
            alive.destroyForcibly().waitFor();
        }
    }

    @Test
    void secondProfilerOfAJvm_leavesTheFirstOnesRecordingsLocked() throws Exception {
        Path own = temporary.resolve("own");
        try (Sampler first = new Sampler("first", own);
                Sampler second = new Sampler("second", own)) {
            first.begin(PLAN);
            assertThatThrownBy(() -> second.begin(PLAN)).isInstanceOf(SamplingException.class);
            List<Path> live = recordings();
            Process other = ChildJvm.start(List.of(), SampleOnce.class, own.toString());
            try {
                assertThat(firstLine(other)).isEqualTo("sampling");
                assertThat(recordings()).containsAll(live).hasSize(2);
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void recordings_areGoneBeforeTheNextMayLookAtThem() throws Exception {
        List<List<Path>> seen = new ArrayList<>();
        Path own = temporary.resolve("own");
        Sampler first = new Sampler("first", own);
        try (Sampler second = new Sampler("second", 0, () -> seen.add(recordingFolders()), own)) {
            first.begin(PLAN);
            assertThatThrownBy(() -> second.begin(PLAN)).isInstanceOf(SamplingException.class);
            assertThat(recordingFolders()).hasSize(1);
            first.close();
            assertThat(seen).containsExactly(List.of());
        }
    }

    private List<Path> recordingFolders() {
        try (Stream<Path> folders = Files.list(temporary.resolve("own/recordings"))) {
            return folders.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void folderThatCannotBeUsed_isPassedOver() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        Path home = Files.createDirectory(temporary.resolve("home"));
        Process child = ChildJvm.start(List.of("-Duser.home=" + home), SampleOnce.class, file.toString());
        try {
            assertThat(firstLine(child)).isEqualTo("sampling");
            assertThat(home.resolve(".cache/blackfire-conprof")).isNotEmptyDirectory();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void noFolderAtAll_isAStateWithAReason() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        String output = ChildJvm.run(
                List.of("-Duser.home=" + file, "-Djava.io.tmpdir=" + file), SampleOnce.class, file.toString());
        assertThat(output)
                .startsWith("unavailable: async-profiler cannot be loaded: " + file + ": ")
                .contains("blackfire-conprof")
                .endsWith(" retry=true" + System.lineSeparator());
    }

    @Test
    void folderWithACommaOrPercent_isRefusedByName() {
        assertThatThrownBy(() -> PrivateFolder.open(temporary.resolve("a,b")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a,b: async-profiler takes no path with a comma");
    }

    @Test
    void folderThatAllMayEnter_isMadePrivate() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(Files.getPosixFilePermissions(PrivateFolder.open(open)))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void folderBehindALink_isRefused() throws IOException {
        Path link =
                Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectory(temporary.resolve("real")));
        assertThatThrownBy(() -> PrivateFolder.open(link)).hasMessageEndingWith("is not a folder");
    }

    @Test
    void perfEvents_areUsedOrReplacedByTimers() throws Exception {
        Process child = ChildJvm.start(
                List.of("-Dengine=PERF"),
                SampleOnce.class,
                temporary.resolve("own").toString());
        try {
            assertThat(firstLine(child)).isEqualTo("sampling");
            child.getOutputStream().close();
            assertThat(new String(child.getInputStream().readAllBytes())).startsWith("recorded ");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void anotherProfilerOfTheProgram_isAStateThatPasses() throws Exception {
        assertThat(ChildJvm.run(List.of(), BesideAnother.class, temporary.toString())
                        .lines()
                        .filter(line -> !line.startsWith("WARNING:")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("busy: async-profiler does not start, perhaps for another profiler")
                                .endsWith("retry=true"),
                        line -> assertThat(line).isEqualTo("sampling"));
    }

    @Test
    void metrics_thatMakeNoSense_areNotBelieved() {
        NativeMetrics metrics = NativeMetrics.parse(
                "mem_a_kb 4\nmem_b_kb 136854724503\nsamples_total 9\nsamples_skipped_total 2\nstackwalk_ns_total 5\n");
        assertThat(metrics).isEqualTo(new NativeMetrics(9, 2, Duration.ofNanos(5), 4096));
    }

    @SuppressWarnings("resource") // the reader would close the process's output
    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream()));
        String line = reader.readLine();
        while (line != null && line.startsWith("WARNING:")) {
            line = reader.readLine();
        }
        return line;
    }
}
