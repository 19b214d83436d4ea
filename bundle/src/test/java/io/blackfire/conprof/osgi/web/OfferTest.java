package io.blackfire.conprof.osgi.web;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceRegistration;

import static org.assertj.core.api.Assertions.assertThat;

class OfferTest {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Offer offer = new Offer((work, delay) -> {
        waiting.add(work);
        waits.add(delay);
    });

    private void open() {
        ServiceRegistration<?> registration = (ServiceRegistration<?>) Proxy.newProxyInstance(
                OfferTest.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName() + (arguments == null ? "" : arguments[0]));
                    return null;
                });
        offer.open(registration, new Hashtable<>(Map.of("name", "ours")));
    }

    private void timePasses() {
        waiting.remove().run();
    }

    @Test
    void takenAtOnce_isLeftAlone() {
        open();
        offer.taken();
        timePasses();
        assertThat(calls).isEmpty();
        assertThat(waiting).isEmpty();
    }

    @Test
    void notTaken_isOfferedAgainEverMoreSeldom() {
        open();
        for (int i = 0; i < 8; i++) {
            timePasses();
        }
        assertThat(calls)
                .hasSize(8)
                .allMatch(call -> call.startsWith("setProperties") && call.contains("name=ours"))
                .doesNotHaveDuplicates();
        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        offer.taken();
        timePasses();
        assertThat(calls).hasSize(8);
        assertThat(waiting).isEmpty();
    }

    @Test
    void droppedByItsLastContext_isOfferedAgain() {
        open();
        offer.taken();
        offer.taken();
        timePasses();
        offer.dropped();
        assertThat(waiting).isEmpty();
        offer.dropped();
        timePasses();
        assertThat(calls).hasSize(1);
    }

    @Test
    void closed_isNeverOfferedAgain() {
        open();
        offer.close();
        offer.close();
        timePasses();
        assertThat(calls).containsExactly("unregister");
        assertThat(waiting).isEmpty();
    }
}
