package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The native library, by itself. */
@EnabledOnOs(OS.LINUX)
class HeapTrackerTest {
    private static final Path SOURCE = Path.of("src/main/c");

    // elf.h
    private static final int SECTIONS = 0x28;
    private static final int SECTION_BYTES = 0x40;
    private static final int SECTION_COUNT = 0x3c;
    private static final int SYMBOLS = 2;
    private static final int DYNAMIC = 6;
    private static final int NEEDED = 1;

    @TempDir
    private Path folder;

    private static Path binary(String platform) {
        return Path.of("src/main/resources", platform, "libconprof.so");
    }

    /** By the compiler that they were made with, where it is installed. */
    @ParameterizedTest
    @CsvSource({"linux-x64, gcc", "linux-arm64, aarch64-linux-gnu-gcc"})
    void binary_isWhatTheSourceGives(String platform, String compiler) throws Exception {
        Jdk jdk = Jdk.tested().get(0);
        assumeTrue(
                jdk.feature() == 17 && Files.exists(jdk.home().resolve("include/jvmti.h")), "no headers of a JDK 17");
        assumeTrue(
                Files.readAllLines(SOURCE.resolve("compiler.txt")).contains(version(compiler)), "another " + compiler);
        Path built = folder.resolve("built.so");
        Process build = new ProcessBuilder(
                        SOURCE.resolve("build.sh").toString(),
                        compiler,
                        jdk.home().toString(),
                        built.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes());
        assertThat(build.waitFor()).as(output).isZero();
        assertThat(built).hasSameBinaryContentAs(binary(platform));
    }

    private static String version(String compiler) {
        try {
            Process process = new ProcessBuilder(compiler, "--version").start();
            return new String(process.getInputStream().readAllBytes())
                    .lines()
                    .findFirst()
                    .orElse("none");
        } catch (IOException e) {
            return "none";
        }
    }

    @ParameterizedTest
    @CsvSource({"linux-x64", "linux-arm64"})
    void binary_isStrippedAndNeedsNoOtherLibrary(String platform) throws IOException {
        ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(binary(platform))).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
            int section = (int) elf.getLong(SECTIONS) + i * SECTION_BYTES;
            int type = elf.getInt(section + 4);
            assertThat(type).isNotEqualTo(SYMBOLS);
            int begin = (int) elf.getLong(section + 0x18);
            int end = begin + (int) elf.getLong(section + 0x20);
            for (int entry = begin; type == DYNAMIC && entry < end; entry += 16) {
                assertThat(elf.getLong(entry)).isNotEqualTo(NEEDED);
            }
        }
    }

    private static void load(Path folder) throws Exception {
        assertThat(LoadedLibrary.load(NativeLibrary.CONPROF.extract(folder).toString()))
                .isEmpty();
    }

    /** Begins and ends without end, while threads that come and go allocate. */
    static final class StartedAndStopped {
        private static final int TIMES = 1_000;
        private static volatile Object sink;

        private StartedAndStopped() {}

        public static void main(String[] arguments) throws Exception {
            load(Path.of(arguments[0]));
            AtomicBoolean end = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    while (!end.get()) {
                        Thread shortLived = new Thread(StartedAndStopped::allocate);
                        shortLived.start();
                        allocate();
                        try {
                            shortLived.join();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            HeapTracker tracker = new HeapTracker();
            long dumped = 0;
            for (int i = 0; i < TIMES; i++) {
                Object refusal = tracker.command(
                        HeapTracker.START,
                        Map.of(
                                HeapTracker.INTERVAL,
                                1L << i % 20,
                                HeapTracker.LIVE,
                                i % 3 > 0,
                                HeapTracker.LIMIT,
                                1L << 20));
                if (!"".equals(refusal)) {
                    throw new AssertionError(refusal);
                }
                for (int period = 0; period < i % 3; period++) {
                    Map<?, ?> answer = (Map<?, ?>) tracker.command(HeapTracker.DUMP, Map.of());
                    dumped += ((ByteBuffer) answer.get(HeapTracker.FILE)).remaining();
                }
                tracker.command(HeapTracker.STOP, Map.of());
            }
            end.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println(
                    tracker.command(HeapTracker.DUMP, Map.of()) == null && dumped > 0 ? "done" : "" + dumped);
        }

        private static void allocate() {
            for (int i = 0; i < 1_000; i++) {
                sink = new byte[i];
            }
        }
    }

    static Stream<Jdk> jdks() throws IOException {
        return Jdk.tested().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void startedAndStopped_aThousandTimes(Jdk jdk) throws Exception {
        assertThat(ChildJvm.run(jdk, List.of("-Xmx64m", "-Xcheck:jni"), StartedAndStopped.class, folder.toString()))
                .endsWith("done" + System.lineSeparator());
    }

    /** Another agent has what one can have at a time. */
    static final class BesideAnotherAgent {
        private BesideAnotherAgent() {}

        public static void main(String[] arguments) throws Exception {
            Path own = Path.of(arguments[0]);
            load(own);
            AsyncProfiler other = AsyncProfiler.getInstance();
            other.execute("start,alloc=1m,jfr,loglevel=none,file=" + own + "/other.jfr");
            HeapTracker tracker = new HeapTracker();
            System.out.println("while: " + start(tracker));
            other.execute("stop,loglevel=none");
            System.out.println("after: " + start(tracker));
            System.out.println("again: " + start(tracker));
        }

        private static Object start(HeapTracker tracker) {
            return tracker.command(
                    HeapTracker.START,
                    Map.of(HeapTracker.INTERVAL, 1L << 19, HeapTracker.LIVE, true, HeapTracker.LIMIT, 1L << 20));
        }
    }

    @Test
    void anotherAgent_isARefusalThatPasses() throws Exception {
        assertThat(ChildJvm.run(List.of(), BesideAnotherAgent.class, folder.toString())
                        .lines())
                .containsSubsequence("while: another agent samples allocations", "after: ", "again: ");
    }

    @Test
    void libraryThatCannotBeLoaded_isARefusal() {
        assertThat(LoadedLibrary.load(folder + "/none.so")).contains("none.so");
    }
}
