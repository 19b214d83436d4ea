package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadCpuTest {
    @TempDir
    private Path threads;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WORK = 300_000_000;
    private static final Function<int[], long[]> NO_CLOCKS = ids -> null;
    // what runs just now is accounted for with the kernel's next tick
    private static final long TICKS = 30_000_000;

    private static void assertTold(ThreadCpu cpu) {
        long earliest = THREADS.getCurrentThreadCpuTime();
        cpu.mark();
        long begin = THREADS.getCurrentThreadCpuTime();
        while (THREADS.getCurrentThreadCpuTime() - begin < WORK) {
            Thread.onSpinWait();
        }
        long end = THREADS.getCurrentThreadCpuTime();
        Map<Integer, Long> used = cpu.sinceLast();
        long latest = THREADS.getCurrentThreadCpuTime();
        assertThat(used.values())
                .anySatisfy(nanos -> assertThat(nanos).isBetween(end - begin - TICKS, latest - earliest + TICKS));
        assertThat(cpu.sinceLast().values())
                .as("what came before is not counted again")
                .allSatisfy(nanos -> assertThat(nanos).isLessThan(WORK));
    }

    @Test
    void thread_usedWhatTheJvmSays() {
        assertTold(new ThreadCpu(NO_CLOCKS));
    }

    @Test
    void thread_usedWhatTheJvmSays_byItsClock() throws Exception {
        Copies copies = Copies.of(NativeProfiler.find(threads));
        String library = NativeLibrary.CONPROF.extract(threads).toString();
        assertThat(copies.natively(LoadedLibrary.LOAD, library)).isEqualTo("");
        assertTold(new ThreadCpu(ids -> (long[]) copies.natively(ThreadClocks.READ, ids)));
        long self = ProcessHandle.current().pid();
        int none = 1 << 22; // pid_max
        long[] nanos = (long[]) copies.natively(ThreadClocks.READ, new int[] {(int) self, none});
        assertThat(nanos[0]).as("the first thread").isPositive();
        assertThat(nanos[1]).isZero();
    }

    @Test
    void clock_countsBeforeTheFile() throws IOException {
        kernelSays("7", "5000000 1 2");
        kernelSays("8", "6000000 1 2");
        Map<Integer, Long> clocks = new HashMap<>();
        ThreadCpu cpu = new ThreadCpu(threads.toFile(), ids -> IntStream.of(ids)
                .mapToLong(id -> clocks.getOrDefault(id, 0L))
                .toArray());
        cpu.mark();
        clocks.put(7, 5000003L);
        kernelSays("8", "6000005 1 2");
        assertThat(cpu.sinceLast()).isEqualTo(Map.of(7, 3L, 8, 5L));
    }

    private void kernelSays(String thread, String schedstat) throws IOException {
        Files.writeString(Files.createDirectories(threads.resolve(thread)).resolve("schedstat"), schedstat);
    }

    /** Opening fails now and then, for want of file descriptors. */
    @Test
    void threadThatCannotBeReadOnce_isCountedFromWhereItWas() throws IOException {
        ThreadCpu cpu = new ThreadCpu(threads.toFile(), NO_CLOCKS);
        kernelSays("7", "5000000 1 2");
        cpu.mark();
        Files.delete(threads.resolve("7/schedstat"));
        assertThat(cpu.sinceLast()).isEmpty();
        kernelSays("7", "5000010 1 2");
        assertThat(cpu.sinceLast()).isEqualTo(Map.of(7, 10L));
    }

    @Test
    void thread_usedNoMoreThanTheTimeThatIsOver() throws IOException {
        long begin = System.nanoTime();
        ThreadCpu cpu = new ThreadCpu(threads.toFile(), NO_CLOCKS);
        kernelSays("7", Long.MAX_VALUE + " 1 2");
        Map<Integer, Long> used = cpu.sinceLast();
        assertThat(used.get(7)).isBetween(1L, System.nanoTime() - begin);
    }

    @Test
    void ownThreads_areThoseOfOurNameAndAsyncProfilers() throws IOException {
        ThreadCpu cpu = new ThreadCpu(threads.toFile(), NO_CLOCKS);
        String[] names = {"blackfire-conpr\n", "Async-profiler \n", "blackfire\n", "http-1\n"};
        for (int i = 0; i < names.length; i++) {
            kernelSays(Integer.toString(i), (1 << i) + " 1 2");
            Files.writeString(threads.resolve(i + "/comm"), names[i]);
        }
        cpu.sinceLast();
        assertThat(cpu.own()).isEqualTo(Duration.ofNanos(3));
        kernelSays("1", "10 1 2");
        cpu.sinceLast();
        assertThat(cpu.own()).isEqualTo(Duration.ofNanos(8));
    }

    @Test
    void kernelThatTellsNothing_isNoError() {
        assertThat(new ThreadCpu(threads.resolve("none").toFile(), NO_CLOCKS).sinceLast())
                .isEmpty();
    }
}
