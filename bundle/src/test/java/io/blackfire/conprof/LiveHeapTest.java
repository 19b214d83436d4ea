package io.blackfire.conprof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Whose live objects are, period after period. */
@EnabledOnOs(OS.LINUX)
class LiveHeapTest {
    private static final String ALIVE = "heap-space/bytes";
    private static final String ALLOCATED = "alloc-space/bytes";
    private static final int COUNT = 2_000;
    private static final int BYTES = 10_000;
    private static final double KEPT = (double) COUNT * (BYTES + 16);
    private static final double TOLERATED = 0.2;

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final List<Object> kept = new ArrayList<>();

    @TempDir
    private Path folder;

    private Profiler profiler;

    @AfterEach
    void end() {
        profiler.stop();
        assertThat(agent.violations()).isEmpty();
        agent.close();
        kept.clear();
    }

    private void start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "application-name",
                "server",
                "agent-socket",
                agent.address(),
                "period",
                "1h",
                "alloc-interval",
                "16KiB"));
        all.putAll(settings);
        profiler = Profiler.builder()
                .config(ProfilerConfig.resolve(all))
                .directory(folder)
                .build();
        profiler.startAndWait(Duration.ofSeconds(30));
        assertThat(profiler.status().reason()).isEmpty();
    }

    private Deployment deploy(String name, Map<String, String> labels) {
        return profiler.deployments().add(name, labels, new NoClasses(), null);
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

    private void keep() {
        for (int i = 0; i < COUNT; i++) {
            kept.add(new byte[BYTES]);
        }
    }

    /** The profiles of one period, by application. */
    private Map<String, ReceivedProfile> period() {
        agent.clear();
        System.gc();
        assertThat(profiler.flush()).isTrue();
        Map<String, ReceivedProfile> profiles = new HashMap<>();
        agent.profiles().forEach(profile -> profiles.put(profile.application(), profile));
        return profiles;
    }

    private static double alive(ReceivedProfile profile) {
        return profile.pprof().sum(ALIVE, stack -> stack.contains("LiveHeapTest.keep"));
    }

    @Test
    void idleApplication_hasAProfileWithWhatItKeepsUntilItIsUndeployed() {
        start(Map.of());
        Deployment shop = deploy("shop", Map.of("module", "one"));
        deploy("other", Map.of());
        shop.run(this::keep);
        ReceivedProfile first = period().get("shop");
        assertThat((double) first.pprof().sum(ALLOCATED, stack -> stack.contains("LiveHeapTest.keep")))
                .isCloseTo(KEPT, within(KEPT * TOLERATED));
        assertThat(alive(first)).isCloseTo(KEPT, within(KEPT * TOLERATED));
        for (int i = 0; i < 3; i++) {
            Map<String, ReceivedProfile> profiles = period();
            assertThat(profiles).doesNotContainKey("other");
            ReceivedProfile idle = profiles.get("shop");
            assertThat(alive(idle)).isCloseTo(KEPT, within(KEPT * TOLERATED));
            assertThat(idle.pprof().total(ALLOCATED)).isZero();
            assertThat(idle.tags()).containsEntry("module", "one");
            assertThat(alive(profiles.get("server"))).isZero();
        }
        shop.remove();
        assertThat(alive(period().get("shop"))).isPositive();
        Map<String, ReceivedProfile> after = period();
        assertThat(after).doesNotContainKey("shop");
        assertThat(alive(after.get("server"))).isCloseTo(KEPT, within(KEPT * TOLERATED));
        kept.clear();
        // the list itself stays
        assertThat(alive(period().get("server"))).isLessThan(KEPT / 100);
    }

    @Test
    void switchedOffAlone_leavesTheOthers() {
        start(Map.of("dimensions", "cpu-time,wall-time,allocated-memory,allocations"));
        Deployment shop = deploy("shop", Map.of());
        shop.run(this::keep);
        ReceivedProfile profile = period().get("shop");
        assertThat(profile.pprof().sampleTypes()).doesNotContain(ALIVE).contains(ALLOCATED);
        assertThat((double) profile.pprof().sum(ALLOCATED, stack -> stack.contains("LiveHeapTest.keep")))
                .isCloseTo(KEPT, within(KEPT * TOLERATED));
        assertThat(period()).doesNotContainKey("shop");
    }

    @Test
    void alone_isAllThatThereIs() {
        start(Map.of("dimensions", "heap-live-size"));
        Deployment shop = deploy("shop", Map.of());
        shop.run(this::keep);
        period();
        ReceivedProfile profile = period().get("shop");
        assertThat(profile.pprof().sampleTypes()).containsExactly(ALIVE);
        assertThat(alive(profile)).isCloseTo(KEPT, within(KEPT * TOLERATED));
    }

    @Test
    void otherInterval_leavesWhatWasSampledBeforeItsWeight() {
        start(Map.of());
        Deployment shop = deploy("shop", Map.of());
        shop.run(this::keep);
        period();
        profiler.configure(ProfilerConfig.resolve(Map.of(
                "application-name",
                "server",
                "agent-socket",
                agent.address(),
                "period",
                "1h",
                "alloc-interval",
                "1MiB")));
        period();
        assertThat(alive(period().get("shop"))).isCloseTo(KEPT, within(KEPT * TOLERATED));
    }

    @Test
    void spans_decideWhoseAllocationsAre() {
        start(Map.of("dimensions", "allocated-memory,heap-live-size"));
        Deployment shop = deploy("shop", Map.of());
        shop.enter();
        keep();
        shop.leave();
        Map<String, ReceivedProfile> profiles = period();
        assertThat((double) profiles.get("shop").pprof().sum(ALLOCATED, stack -> stack.contains("LiveHeapTest.keep")))
                .isCloseTo(KEPT, within(KEPT * TOLERATED));
    }
}
