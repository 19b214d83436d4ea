package io.blackfire.conprof;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.acme.shared.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** A JVM that runs out of what it lives on, or stands still, or crashes: the profiler goes on with it, or changes nothing. */
@EnabledOnOs(OS.LINUX)
class StarvedTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    /** Some periods. */
    private static final Duration HUNGER = Duration.ofSeconds(3);

    private static final String GOES_ON = "it goes on";
    private static final String UNTIMED = "untimed";
    private static final List<String> SMALL = List.of("-Xmx48m", "-Dblackfire.conprof.period=1s");

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        assertThat(agent.violations()).isEmpty();
        agent.close();
    }

    private static Profiler started(String socket) {
        Profiler profiler =
                Profiler.builder().applicationName("my-app").agentSocket(socket).build();
        profiler.startAndWait(DEADLINE);
        return profiler;
    }

    /** Takes all there is of something for some periods, then works until a profile of the time after is delivered. */
    static final class Starving {
        private static final int[] BLOCKS = {1 << 20, 1 << 16, 1 << 10, 16};
        /** Stacks of threads that have ended are kept for others of that size. */
        private static final long DEFAULT_STACK = 0;

        private static final long[] STACKS = {64L << 20, 1 << 20, 256 << 10, DEFAULT_STACK};

        private Starving() {}

        public static void main(String[] arguments) throws Exception {
            Profiler profiler = started(arguments[0]);
            awaitDelivery(profiler);
            switch (arguments[1]) {
                case "heap" -> starveOfHeap();
                case "descriptors" -> starveOfDescriptors();
                case "threads" -> starveOfThreads(profiler);
                default -> throw new IllegalArgumentException(arguments[1]);
            }
            awaitDelivery(profiler);
            System.out.println(GOES_ON);
            profiler.stop();
        }

        private static void awaitDelivery(Profiler profiler) {
            Instant now = Instant.now();
            Await.until("a profile", DEADLINE, () -> {
                Json.print(10_000_000);
                ProfilerStatus.LastUpload last = profiler.status().delivery().last();
                return profiler.status().state() == ProfilerStatus.State.RUNNING
                        && last.delivered()
                        && last.at().isAfter(now);
            });
        }

        private static void hunger() {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < HUNGER.toNanos()) {
                Thread.onSpinWait();
            }
        }

        private static void starveOfHeap() {
            Object[] chain = null;
            for (int size : BLOCKS) {
                try {
                    while (true) {
                        chain = new Object[] {chain, new byte[size]};
                    }
                } catch (OutOfMemoryError e) {
                    // smaller ones may still fit
                }
            }
            hunger();
            Reference.reachabilityFence(chain);
        }

        private static void starveOfDescriptors() throws IOException {
            List<FileInputStream> all = new ArrayList<>();
            try {
                while (true) {
                    all.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                hunger();
            } finally {
                for (FileInputStream each : all) {
                    each.close();
                }
            }
        }

        private static void starveOfThreads(Profiler profiler) throws InterruptedException {
            CountDownLatch end = new CountDownLatch(1);
            List<Thread> all = new ArrayList<>();
            takeThreads(end, all);
            hunger();
            profiler.stop();
            // those that were ours
            takeThreads(end, all);
            profiler.startAndWait(DEADLINE);
            System.out.println(
                    profiler.status().state() + ": " + profiler.status().reason());
            end.countDown();
            for (Thread thread : all) {
                thread.join();
            }
            profiler.startAndWait(DEADLINE);
        }

        private static void takeThreads(CountDownLatch end, List<Thread> into) {
            for (long stack : STACKS) {
                try {
                    while (true) {
                        Thread thread = new Thread(null, () -> awaitQuietly(end), "taker", stack);
                        thread.start();
                        into.add(thread);
                    }
                } catch (OutOfMemoryError e) {
                    // one with a smaller stack may still fit
                }
            }
        }

        private static void awaitQuietly(CountDownLatch end) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void heapWithoutRoom_costsThoseProfilesAlone() throws Exception {
        assertThat(ChildJvm.run(SMALL, Starving.class, agent.address(), "heap")).contains(GOES_ON);
    }

    @Test
    void noFileDescriptorLeft_isOverWhenThereIsOne() throws Exception {
        List<String> few = List.of("sh", "-c", "ulimit -n 256 && exec \"$0\" \"$@\"");
        assertThat(ChildJvm.runBy(few, SMALL, Starving.class, agent.address(), "descriptors"))
                .contains(GOES_ON);
    }

    @Test
    void noThreadToBeHad_isAStateWithAReasonUntilThereIsOne() throws Exception {
        List<String> few = List.of("sh", "-c", "ulimit -v 4000000 && exec \"$0\" \"$@\"");
        assertThat(ChildJvm.runBy(few, SMALL, Starving.class, agent.address(), "threads"))
                .contains("UNAVAILABLE: the profiler's thread cannot start: java.lang.OutOfMemoryError")
                .contains(GOES_ON);
    }

    /** Works in a thread that gets no timer until there are more. */
    static final class Untimed {
        private Untimed() {}

        public static void main(String[] arguments) throws Exception {
            Thread thread = new Thread(
                    () -> {
                        while (true) {
                            Json.print(1_000_000);
                        }
                    },
                    UNTIMED);
            thread.setDaemon(true);
            thread.start();
            Profiler profiler = started(arguments[0]);
            Await.until("it is said", DEADLINE, () -> reason(profiler).contains("or got no timer: raise ulimit -i"));
            Process raise = new ProcessBuilder(
                            "prlimit",
                            "--pid",
                            String.valueOf(ProcessHandle.current().pid()),
                            "--sigpending=" + arguments[1] + ":")
                    .inheritIO()
                    .start();
            raise.waitFor();
            Await.until("nothing lacks", DEADLINE, () -> reason(profiler).isEmpty());
            System.out.println(GOES_ON);
            profiler.stop();
        }

        private static String reason(Profiler profiler) {
            return profiler.status().reason();
        }
    }

    @Test
    void noTimerLeftForSomeThreads_isSaidUntilThereIsOne() throws Exception {
        // of all processes of this user, and how many there may be: proc_pid_status(5)
        String queue = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigQ:"))
                .findFirst()
                .orElseThrow();
        String[] usedAndLimit = queue.substring("SigQ:".length()).strip().split("/");
        int few = Integer.parseInt(usedAndLimit[0]) + 8;
        assertThat(ChildJvm.runBy(
                        List.of("prlimit", "--sigpending=" + few + ":"),
                        List.of("-Dblackfire.conprof.period=1s", "-Dblackfire.conprof.dimensions=cpu-time"),
                        Untimed.class,
                        agent.address(),
                        usedAndLimit[1]))
                .contains(GOES_ON);
        assertThat(agent.profiles())
                .anySatisfy(profile -> assertThat(profile.pprof().samples())
                        .noneMatch(sample -> UNTIMED.equals(sample.labels().get("thread name"))));
        assertThat(agent.profiles())
                .anySatisfy(profile -> assertThat(profile.pprof().samples())
                        .anyMatch(sample -> UNTIMED.equals(sample.labels().get("thread name"))));
    }

    /** Works until it is killed. */
    static final class Working {
        private Working() {}

        public static void main(String[] arguments) {
            started(arguments[0]);
            while (true) {
                Json.print(1_000_000);
            }
        }
    }

    @Test
    void suspendedMachine_goesOnWhereItWas() throws Exception {
        Process working = ChildJvm.start(SMALL, Working.class, agent.address());
        try {
            agent.awaitProfiles(1, DEADLINE);
            signal("STOP", working);
            // for longer than a period
            assertThat(working.waitFor(HUNGER.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
            Instant before = Instant.now();
            signal("CONT", working);
            agent.awaitProfiles(
                    profiles -> profiles.stream()
                                    .filter(each -> each.start().isAfter(before))
                                    .count()
                            >= 2,
                    DEADLINE);
        } finally {
            working.destroyForcibly().waitFor();
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Has the JVM handle its signals: as it does for null and the end of a stack; then the one that ends it. */
    static final class Crashing {
        private Crashing() {}

        public static void main(String[] arguments) throws Exception {
            started(arguments[0]);
            int caught = 0;
            for (int i = 0; i < 200_000; i++) {
                try {
                    caught += length(i % 2 == 0 ? null : "one");
                } catch (NullPointerException e) {
                    caught++;
                }
            }
            try {
                caught += deeper(1);
            } catch (StackOverflowError e) {
                caught++;
            }
            System.out.println("caught " + caught);
            Field unsafe = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            unsafe.setAccessible(true);
            Object it = unsafe.get(null);
            it.getClass().getMethod("putAddress", long.class, long.class).invoke(it, 0L, 0L);
        }

        private static int length(String text) {
            return text.length();
        }

        private static int deeper(int depth) {
            return deeper(depth + 1) + 1;
        }
    }

    @Test
    void crash_isTheJvmsOwn() throws Exception {
        Path report = folder.resolve("hs_err.log");
        Process crashing = ChildJvm.start(
                List.of("-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash"), Crashing.class, agent.address());
        String output = new String(crashing.getInputStream().readAllBytes());
        assertThat(crashing.waitFor()).isNotZero();
        assertThat(output).contains("caught 400001");
        assertThat(Files.readString(report)).contains("SIGSEGV").contains("sun.misc.Unsafe.putAddress");
    }
}
