package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A program that knows what it keeps, and what the profiles of its periods say. */
@EnabledOnOs(OS.LINUX)
class LiveHeapTruthTest {
    private static final String LIVE = "heap-space/bytes";
    private static final int PERIODS = 20;
    private static final double TOLERATED = 0.15;
    private static final int NOTHING = 1 << 20;

    /** For a standard deviation of 3 % at the least that is kept. */
    private static final String INTERVAL = "16KiB";

    @TempDir
    private Path folder;

    /** How many objects of which kind, by the method that allocates them. */
    enum Kept {
        TEN_KB(9_400, 10_000),
        SMALL(9_400, 1_600),
        TINY(200_000, 100),
        HUGE(25, 2_000_000);

        final int count;
        final int bytes;

        Kept(int count, int bytes) {
            this.count = count;
            this.bytes = bytes;
        }

        /** With header, aligned. */
        double allBytes() {
            return count * (double) (bytes + 16 + 7 & ~7);
        }
    }

    static final class Keeping {
        private static volatile Object sink;

        private Keeping() {}

        public static void main(String[] arguments) {
            Profiler profiler = Profiler.builder()
                    .config(ProfilerConfig.resolve(Map.of(
                            "application-name",
                            "server",
                            "agent-socket",
                            arguments[0],
                            "period",
                            "1h",
                            "alloc-interval",
                            INTERVAL)))
                    .directory(Path.of(arguments[1]))
                    .build();
            profiler.startAndWait(Duration.ofSeconds(30));
            Deployment keeper = profiler.deployments().add("keeper", Map.of(), new NoClasses(), null);
            List<Object> kept = new ArrayList<>();
            keeper.run(() -> keep(kept));
            for (int period = 1; period <= PERIODS; period++) {
                endPeriod(keeper, profiler);
            }
            kept.clear();
            endPeriod(keeper, profiler);
            endPeriod(keeper, profiler);
            profiler.stop();
        }

        private static void endPeriod(Deployment keeper, Profiler profiler) {
            keeper.run(Keeping::litter);
            System.gc();
            if (!profiler.flush()) {
                throw new AssertionError(profiler.status());
            }
        }

        private static void keep(List<Object> kept) {
            keep(kept, Kept.TEN_KB, Keeping::tenKb);
            keep(kept, Kept.SMALL, Keeping::small);
            keep(kept, Kept.TINY, Keeping::tiny);
            keep(kept, Kept.HUGE, Keeping::huge);
        }

        private static void keep(List<Object> kept, Kept what, IntFunction<Object> make) {
            for (int i = 0; i < what.count; i++) {
                kept.add(make.apply(what.bytes));
            }
        }

        private static Object tenKb(int bytes) {
            return new byte[bytes];
        }

        private static Object small(int bytes) {
            return new byte[bytes];
        }

        private static Object tiny(int bytes) {
            return new byte[bytes];
        }

        private static Object huge(int bytes) {
            return new byte[bytes];
        }

        private static void litter() {
            for (int i = 0; i < 50_000; i++) {
                sink = new byte[1_000];
            }
        }
    }

    private record NoClasses() implements ClassSource {
        @Override
        public Set<String> packages() {
            return Set.of();
        }

        @Override
        public boolean contains(String className) {
            return false;
        }
    }

    static Stream<Arguments> jvms() throws IOException {
        return Jdk.tested().stream()
                .flatMap(jdk -> Stream.of("UseG1GC", jdk.feature() < 21 ? "UseParallelGC" : "UseZGC")
                        .map(collector -> Arguments.of(jdk, collector)));
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void whatIsKept_isThereInEveryPeriodAndGoneAfterwards(Jdk jdk, String collector) throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            String output = ChildJvm.run(
                    jdk, List.of("-Xmx640m", "-XX:+" + collector), Keeping.class, agent.address(), folder.toString());
            assertThat(agent.violations()).isEmpty();
            List<Pprof> periods = agent.profiles().stream()
                    .filter(profile -> profile.application().equals("keeper"))
                    .map(profile -> profile.pprof().validate())
                    .toList();
            assertThat(periods).as(output).hasSizeGreaterThanOrEqualTo(PERIODS + 1);
            Pprof last = periods.get(PERIODS - 1);
            for (Kept kept : Kept.values()) {
                assertThat((double) allocatedBy(last, method(kept)))
                        .as(kept.name())
                        .isCloseTo(kept.allBytes(), within(kept.allBytes() * TOLERATED));
            }
            assertThat(periods).allSatisfy(period -> assertThat(allocatedBy(period, "litter"))
                    .isLessThan(NOTHING));
            assertThat(periods.subList(PERIODS + 1, periods.size())).allSatisfy(period -> assertThat(Kept.values())
                    .allSatisfy(kept ->
                            assertThat(allocatedBy(period, method(kept))).isZero()));
        }
    }

    private static String method(Kept kept) {
        return switch (kept) {
            case TEN_KB -> "tenKb";
            default -> kept.name().toLowerCase();
        };
    }

    private static long allocatedBy(Pprof profile, String method) {
        return profile.sum(LIVE, stack -> stack.contains("Keeping." + method));
    }
}
