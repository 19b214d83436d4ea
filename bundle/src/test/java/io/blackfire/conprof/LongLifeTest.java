package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.JMException;

import com.acme.shared.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** What the profiler takes stays what it was, for as long as a server lives. Leaves a chart of each in the build's folder. */
@EnabledOnOs(OS.LINUX)
class LongLifeTest {
    private static final int PERIODS_OF_A_DAY = 24 * 60 * 60 / 45;
    private static final int REDEPLOYMENTS = 1_000;
    private static final int PER_PERIOD = 4;
    private static final int LOOKS = 10;
    /** From then on, everything has happened once. */
    private static final int WARM = 3;

    private static final long GROWTH = 16 << 20;

    /** All of the heap from the start, so that what grows in memory is not the heap. */
    private static final List<String> OPTIONS =
            List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:NativeMemoryTracking=summary");

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

    private static void flush(Profiler profiler) {
        if (!profiler.flush()) {
            throw new AssertionError(profiler.status());
        }
    }

    /** Has a period after the other, each with work in it. */
    static final class Living {
        private Living() {}

        public static void main(String[] arguments) throws IOException, JMException {
            Profiler profiler = start(arguments);
            for (int period = 1; period <= PERIODS_OF_A_DAY; period++) {
                Json.print(1_000_000);
                flush(profiler);
                if (period % (PERIODS_OF_A_DAY / LOOKS) == 0) {
                    System.out.println(Look.now(Path.of(arguments[1])).text());
                }
            }
            profiler.stop();
        }
    }

    /** Deploys an application again and again, with a class loader and a thread of its own each time. */
    static final class Redeploying {
        private Redeploying() {}

        public static void main(String[] arguments) throws Exception {
            Profiler profiler = start(arguments);
            for (int i = 1; i <= REDEPLOYMENTS; i++) {
                redeploy(profiler);
                if (i % PER_PERIOD == 0) {
                    flush(profiler);
                }
                if (i % (REDEPLOYMENTS / LOOKS) == 0) {
                    // the period in which the last ones were removed
                    flush(profiler);
                    System.out.println(Look.now(Path.of(arguments[1])).text());
                }
            }
            profiler.stop();
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
        assertFlat(looks(Living.class), "A day of periods");
    }

    @Test
    void redeploymentAfterRedeployment_nothingGrows() throws Exception {
        assertFlat(looks(Redeploying.class), "A thousand redeployments");
    }

    private List<Look> looks(Class<?> main) throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            String output = ChildJvm.run(OPTIONS, main, agent.address(), folder.toString());
            assertThat(agent.violations()).isEmpty();
            List<Look> looks = Look.parse(output);
            assertThat(looks).as(output).hasSize(LOOKS);
            return looks;
        }
    }

    private static void assertFlat(List<Look> looks, String title) throws IOException {
        looks.forEach(System.out::println);
        Path chart = Path.of("target", title.toLowerCase().replace(' ', '-') + ".svg");
        Files.writeString(chart, Look.chart(title, looks));
        Look warm = looks.get(WARM);
        Look last = looks.get(LOOKS - 1);
        assertThat(last.heap()).isLessThan(warm.heap() + (1 << 20));
        // the compiler takes some for a moment, and malloc keeps some; a leak of 20 kB a period would be twice as much
        List<Look> lastOnes = looks.subList(LOOKS - 3, LOOKS);
        assertThat(lastOnes.stream().mapToLong(Look::resident).min().orElseThrow())
                .isLessThan(warm.resident() + GROWTH);
        assertThat(lastOnes.stream().mapToLong(Look::committed).min().orElseThrow())
                .isLessThan(warm.committed() + GROWTH);
        assertThat(last.threads()).isLessThanOrEqualTo(warm.threads() + 2);
        assertThat(last.descriptors()).isLessThanOrEqualTo(warm.descriptors() + 2);
        assertThat(last.files()).isLessThanOrEqualTo(warm.files() + 2);
        assertThat(last.classes()).isLessThan(warm.classes() + 50);
    }
}
