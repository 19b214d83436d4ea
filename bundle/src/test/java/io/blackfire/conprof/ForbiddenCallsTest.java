package io.blackfire.conprof;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.acme.shared.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Program;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** A JVM that may not make some system calls, as under a container's seccomp profile. Debian's golang-go builds what starts it. */
@EnabledOnOs(OS.LINUX)
class ForbiddenCallsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String CPU = "cpu-time/nanoseconds";
    private static final List<String> ALL_BUT_CPU = List.of(
            "wall-time/nanoseconds",
            "wall-samples/count",
            "alloc-space/bytes",
            "alloc-samples/count",
            "heap-space/bytes");
    private static final String ALL = "cpu-time,wall-time,heap-live-size,allocated-memory,allocations";
    private static final String USED = "used: ";

    // as by Docker, and as by gVisor
    private static final String NO_PERF_EVENTS = "perf_event_open=1";
    private static final String NO_TIMERS_OF_THREADS = "timer_create=38";
    private static final String NO_TIMER_OF_THE_PROCESS = "setitimer=1";

    @TempDir
    private static Path folder;

    private final TestAgent agent = TestAgent.unix().requireConprof();

    private static Path deny() {
        return folder.resolve("deny");
    }

    @BeforeAll
    static void build() throws Exception {
        Program go = Program.run(
                new ProcessBuilder("go", "build", "-o", deny().toString(), "src/test/go/deny.go"), "", DEADLINE);
        assertThat(go.exit()).as(go.output()).isZero();
    }

    @AfterEach
    void close() {
        assertThat(agent.violations()).isEmpty();
        agent.close();
    }

    /** Works for a period, and on, and says how that went. */
    static final class Working {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        private static final int KEPT = 64;

        private Working() {}

        public static void main(String[] arguments) {
            Profiler profiler = Profiler.builder()
                    .config(ProfilerConfig.resolve(Map.of(
                            "application-name", "my-app",
                            "agent-socket", arguments[0],
                            "period", "1h",
                            "cpu-engine", "perf",
                            "dimensions", arguments[1])))
                    .build();
            profiler.startAndWait(DEADLINE);
            // so many of twice the interval that some are sampled for certain
            byte[][] kept = new byte[KEPT][1 << 20];
            long before = THREADS.getCurrentThreadCpuTime();
            work();
            System.out.println(USED + (THREADS.getCurrentThreadCpuTime() - before));
            // what is kept survives it
            System.gc();
            profiler.flush();
            Reference.reachabilityFence(kept);
            ProfilerStatus status = profiler.status();
            System.out.println(status.state() + " [" + status.cpuEngine() + "] " + status.reason());
            profiler.stop();
        }

        private static void work() {
            Json.print(300_000_000);
        }
    }

    private String work(String dimensions, String... denied) throws Exception {
        List<String> launcher = new ArrayList<>(List.of(deny().toString()));
        launcher.addAll(List.of(denied));
        launcher.add("--");
        return ChildJvm.runBy(launcher, List.of(), Working.class, agent.address(), dimensions);
    }

    /** Of the time before the flush. */
    private Pprof profile() {
        return agent.profiles().get(0).pprof();
    }

    private void assertCpuTimeIsWhatWasUsed(String output) {
        String used =
                output.lines().filter(line -> line.startsWith(USED)).findFirst().orElseThrow();
        assertThat((double) profile().sum(CPU, stack -> stack.contains("Working.work")))
                .isCloseTo(Double.parseDouble(used.substring(USED.length())), withinPercentage(10));
    }

    @Test
    void perfEvents_giveWayToTimers() throws Exception {
        String output = work(ALL, NO_PERF_EVENTS);
        assertThat(output)
                .contains("CPU is sampled by ctimer")
                .contains("RUNNING [ctimer] perf events are not allowed here, CPU is sampled by timers");
        assertCpuTimeIsWhatWasUsed(output);
    }

    @Test
    void timersOfThreads_giveWayToOneOfTheProcess() throws Exception {
        String output = work(ALL, NO_PERF_EVENTS, NO_TIMERS_OF_THREADS);
        assertThat(output)
                .contains("CPU is sampled by itimer")
                .contains("RUNNING [itimer] perf events are not allowed here, CPU is sampled by timers");
        assertCpuTimeIsWhatWasUsed(output);
    }

    @Test
    void allTimers_costCpuTimeAlone() throws Exception {
        assertThat(work(ALL, NO_PERF_EVENTS, NO_TIMERS_OF_THREADS, NO_TIMER_OF_THE_PROCESS))
                .containsPattern("WARNING.*CPU is not sampled, as timers are refused here")
                .contains(
                        "RUNNING [] CPU is not sampled, as timers are refused here: let the container call timer_create");
        assertThat(profile().sampleTypes()).containsExactlyElementsOf(ALL_BUT_CPU);
        assertThat(ALL_BUT_CPU)
                .allSatisfy(type -> assertThat(profile().total(type)).isPositive());
    }

    @Test
    void allTimers_whereCpuTimeIsAllThatIsAskedFor_areAStateWithAReason() throws Exception {
        assertThat(work("cpu-time", NO_PERF_EVENTS, NO_TIMERS_OF_THREADS, NO_TIMER_OF_THE_PROCESS))
                .contains("UNAVAILABLE [] CPU is not sampled, as timers are refused here");
        assertThat(agent.profiles()).isEmpty();
    }
}
