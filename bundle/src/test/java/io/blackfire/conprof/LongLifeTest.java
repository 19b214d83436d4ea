package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.acme.shared.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Lifelines;
import io.blackfire.conprof.harness.machine.Lifelines.Line;
import io.blackfire.conprof.harness.machine.Rounds;
import io.blackfire.conprof.harness.machine.Traces;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** What the profiler takes stays what it was, for as long as a server lives. Leaves a chart of each in the build's folder. */
@EnabledOnOs(OS.LINUX)
class LongLifeTest {
    private static final int PERIODS = Rounds.of(24 * 60 * 60 / 45);
    private static final int REDEPLOYMENTS = Rounds.of(1_000);
    private static final int PER_PERIOD = 4;
    private static final int LOOKS = 10;
    /** From then on, everything has happened once. */
    private static final int WARM = 3;

    /** The compiler takes some memory for a moment; in all periods of a day, a leak of 20 kB each would be twice as much. */
    private static final Map<Line, Long> MOST_MEMORY = Map.of(Line.RESIDENT, 16L << 20, Line.COMMITTED, 16L << 20);

    private static final Map<Line, Long> MOST = Map.of(
            Line.HEAP, 1L << 20,
            Line.THREADS, 2L,
            Line.DESCRIPTORS, 2L,
            Line.FILES, 2L,
            Line.CLASSES, 50L,
            Line.CLASS_LOADERS, 5L);

    /** All of the heap from the start, so that what grows in memory is not the heap. */
    private static final List<String> OPTIONS = List.of(
            "-Xms64m",
            "-Xmx64m",
            "-XX:+AlwaysPreTouch",
            "-XX:NativeMemoryTracking=summary",
            "-Drounds=" + Rounds.PERCENT);

    @TempDir
    private Path folder;

    private static Profiler start(String[] arguments) {
        Profiler profiler = Profiler.builder()
                .config(ProfilerConfig.resolve(
                        Map.of("application-name", "living", "agent-socket", arguments[0], "period", "1h")))
                .directory(Path.of(arguments[1]))
                .build();
        profiler.startAndWait(Duration.ofSeconds(30));
        return profiler;
    }

    private static Lifelines lifelines(String[] arguments) {
        return new Lifelines(new Traces(ProcessHandle.current().pid(), Jdk.current()), Path.of(arguments[1]));
    }

    private static void flush(Profiler profiler) {
        if (!profiler.flush()) {
            throw new AssertionError(profiler.status());
        }
    }

    /** Has a period after the other, each with work in it. */
    static final class Living {
        private Living() {}

        public static void main(String[] arguments) throws IOException {
            Profiler profiler = start(arguments);
            Lifelines lifelines = lifelines(arguments);
            for (int period = 1; period <= PERIODS; period++) {
                Json.print(1_000_000);
                flush(profiler);
                if (period % (PERIODS / LOOKS) == 0) {
                    lifelines.look();
                }
            }
            profiler.stop();
            lifelines.assertFlat("A day of periods", WARM, MOST_MEMORY);
            lifelines.assertFlatAtTheEnd(WARM, MOST);
        }
    }

    /** Deploys an application again and again, with a class loader and a thread of its own each time. */
    static final class Redeploying {
        private Redeploying() {}

        public static void main(String[] arguments) throws Exception {
            Profiler profiler = start(arguments);
            Lifelines lifelines = lifelines(arguments);
            for (int i = 1; i <= REDEPLOYMENTS; i++) {
                redeploy(profiler);
                if (i % PER_PERIOD == 0) {
                    flush(profiler);
                }
                if (i % (REDEPLOYMENTS / LOOKS) == 0) {
                    // the period in which the last ones were removed
                    flush(profiler);
                    lifelines.look();
                }
            }
            profiler.stop();
            lifelines.assertFlat("A thousand redeployments", WARM, MOST_MEMORY);
            lifelines.assertFlatAtTheEnd(WARM, MOST);
        }

        private static void redeploy(Profiler profiler) throws Exception {
            ClassLoader loader = new OwnCopyLoader(Work.class);
            Deployment deployment = profiler.deployments().add("orders", Map.of(), new Classes(), loader);
            Runnable orders = (Runnable)
                    loader.loadClass(Work.class.getName()).getConstructor().newInstance();
            Thread thread = new Thread(orders);
            thread.setContextClassLoader(loader);
            thread.start();
            deployment.run(orders);
            deployment.enter();
            orders.run();
            deployment.leave();
            thread.join();
            deployment.remove();
        }
    }

    /** What each deployment has of its own. */
    public static final class Work implements Runnable {
        @Override
        public void run() {
            Json.print(1_000_000);
        }
    }

    private record Classes() implements ClassSource {
        @Override
        public Set<String> packages() {
            return Set.of(Work.class.getPackageName());
        }

        @Override
        public boolean contains(String className) {
            return className.equals(Work.class.getName());
        }
    }

    @Test
    void periodAfterPeriod_nothingGrows() throws Exception {
        run(Living.class);
    }

    @Test
    void redeploymentAfterRedeployment_nothingGrows() throws Exception {
        run(Redeploying.class);
    }

    private void run(Class<?> main) throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            Process process = ChildJvm.start(OPTIONS, main, agent.address(), folder.toString());
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(agent.violations()).isEmpty();
        }
    }
}
