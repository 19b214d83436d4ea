package io.blackfire.conprof.osgi;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.harness.Await;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationTrackerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Profiler profiler = Profiler.builder().build();
    private final Bundle orders = FakeBundle.at(7, "file:/orders-1.0.jar", Map.of("Bundle-Activator", "x"));
    private final ApplicationTracker tracker =
            new ApplicationTracker(FakeContext.of(List.of(orders)), profiler.deployments());

    @AfterEach
    void close() {
        tracker.close();
        assertThat(profiler.deployments().list()).isEmpty();
    }

    private void awaitApplications(String... names) {
        Await.until("applications", SOON, () -> profiler.deployments().list().stream()
                .map(Deployment::name)
                .toList()
                .equals(List.of(names)));
    }

    @Test
    void bundlesWithoutFeatures_areApplications() {
        tracker.open();
        awaitApplications("orders");
    }

    @Test
    void featuresThatNeverCome_areWaitedForNoLonger() {
        tracker.features(NoFeatures.yet(Duration.ofMillis(50)));
        tracker.open();
        awaitApplications("orders");
    }

    @Test
    void installationThatEndsWithoutAWord_isLookedAtAllTheSame() {
        Deque<Duration> waits =
                new ArrayDeque<>(List.of(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20)));
        tracker.features(new Features() {
            @Override
            public Duration unsettled() {
                return waits.isEmpty() ? Duration.ZERO : waits.pop();
            }

            @Override
            public Snapshot snapshot() {
                return new Snapshot(
                        List.of(new Group("shop", "1.0.0", Set.of(orders.getLocation()))),
                        Set.of(),
                        Set.of(orders.getLocation()));
            }
        });
        tracker.open();
        awaitApplications("shop");
    }

    /** A period whose profiles were let go by the first look would have what the second finds as the server's. */
    @Test
    void changeWhileOneLooks_isOnItsWayUntilTheNextLook() {
        AtomicInteger looks = new AtomicInteger();
        List<String> said = new CopyOnWriteArrayList<>();
        Deployments recorded = (Deployments) Proxy.newProxyInstance(
                Deployments.class.getClassLoader(), new Class<?>[] {Deployments.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("changing")) {
                        said.add(looks.get() + " " + arguments[0]);
                    }
                    return method.invoke(profiler.deployments(), arguments);
                });
        ApplicationTracker tracker = new ApplicationTracker(FakeContext.of(List.of(orders)), recorded);
        tracker.features(new Features() {
            @Override
            public Duration unsettled() {
                return Duration.ZERO;
            }

            @Override
            public Snapshot snapshot() {
                if (looks.incrementAndGet() == 1) {
                    tracker.changed();
                }
                return Snapshot.EMPTY;
            }
        });
        Await.until("the end of changes", SOON, () -> said.contains("2 false"));
        tracker.close();
        assertThat(said).doesNotContain("1 false");
    }
}
