package io.blackfire.conprof.sampling;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.Await;

import static org.assertj.core.api.Assertions.assertThat;

class SharedDeploymentsTest {
    private final SharedDeployments deployments = new SharedDeployments();
    private final List<String> heard = new ArrayList<>();
    private final BiFunction<String, Object, Object> leader = (command, argument) -> {
        heard.add(command + " " + argument);
        return "done";
    };
    // with a key of a later version
    private final Map<String, Object> orders = Map.of("name", "orders", "shade", "blue");
    private final Map<String, Object> billing = Map.of("name", "billing");

    @Test
    void leader_hearsOfAllThatThereAreAndOfEachChange() {
        deployments.add(orders);
        deployments.lead(leader);
        deployments.add(billing);
        deployments.remove(orders);
        deployments.remove(orders);
        assertThat(heard).containsExactly("add " + orders, "add " + billing, "remove " + orders);
    }

    @Test
    void leaderThatLeaves_hearsNoMoreAndTheNextOneHearsOfAll() {
        deployments.lead(leader);
        deployments.add(orders);
        deployments.leave(leader);
        deployments.add(billing);
        assertThat(heard).containsExactly("add " + orders);

        List<Object> next = new ArrayList<>();
        BiFunction<String, Object, Object> other = (command, argument) -> next.add(argument);
        deployments.lead(other);
        assertThat(next).containsExactly(orders, billing);
        deployments.leave(leader);
        deployments.remove(billing);
        assertThat(next).containsExactly(orders, billing, billing);
    }

    @Test
    void leaderThatFails_disturbsNobody() {
        BiFunction<String, Object, Object> failing = (command, argument) -> {
            throw new IllegalStateException("of another version");
        };
        deployments.lead(failing);
        deployments.add(orders);
        deployments.remove(orders);
        assertThat(deployments.ask("flush", null)).isNull();
    }

    @Test
    void question_isForTheLeader() {
        assertThat(deployments.ask("flush", null)).isNull();
        deployments.lead(leader);
        assertThat(deployments.ask("flush", null)).isEqualTo("done");
    }

    @Test
    void nobody_isKept() {
        WeakReference<Object> copy = told();
        Await.until("a copy that was thrown away to be collected", Duration.ofSeconds(30), () -> {
            System.gc();
            return copy.get() == null;
        });
        deployments.add(billing);
        deployments.lead(leader);
        assertThat(heard).containsExactly("add " + billing);
    }

    private WeakReference<Object> told() {
        Object copy = new Object();
        Map<String, Object> deployment = Map.of("frame", copy);
        deployments.lead((command, argument) -> copy);
        deployments.add(deployment);
        return new WeakReference<>(copy);
    }
}
