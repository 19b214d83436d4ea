package io.blackfire.conprof;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.stream.Stream;

import com.acme.Example;
import com.acme.billing.Billing;
import com.acme.orders.Orders;
import com.acme.shared.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.agent.LogRecorder;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/** The whole way: the real async-profiler, the four stages, a strict Agent on a real socket. */
class ProfilerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String CPU = "cpu-time/nanoseconds";
    private static final String WALL = "wall-time/nanoseconds";

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private Profiler profiler = Profiler.builder()
            .applicationName("my-app")
            .agentSocket(agent.address())
            .build();

    @AfterEach
    void end() {
        profiler.stop();
        // the next test's has to wait for what this one still does
        awaitState(State.STOPPED);
        assertThat(agent.violations()).isEmpty();
        agent.close();
    }

    /** Long enough for a period to have samples. */
    private static void burn() {
        Json.print(100_000_000);
    }

    private void awaitState(State state) {
        Await.until("state " + state, DEADLINE, () -> profiler.status().state() == state);
    }

    @Test
    void exampleOfTheDocumentation_deliversItsProfile() throws Exception {
        Process example = ChildJvm.start(
                List.of(
                        "-Dblackfire.conprof.agent-socket=" + agent.address(),
                        "-Dblackfire.conprof.labels=team:a\\, b"),
                Example.class);
        assertThat(example.waitFor()).isZero();

        assertThat(agent.profiles()).singleElement().satisfies(profile -> {
            assertThat(profile.application()).isEqualTo("my-app");
            assertThat(profile.tags()).containsEntry("team", "a_ b").containsEntry("profile_seq", "0");
            assertThat(profile.pprof().sum(WALL, stack -> stack.contains("Example.foo")))
                    .isGreaterThan(Duration.ofMillis(800).toNanos());
        });
    }

    @Test
    void startAndStop_mayComeInAnyOrderFromAnyThread() throws Exception {
        profiler.stop();
        assertThat(profiler.flush()).isFalse();
        profiler.start();
        profiler.start();
        awaitState(State.RUNNING);
        profiler.stop();
        profiler.stop();
        assertThat(profiler.status().state()).isEqualTo(State.STOPPED);

        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Callable<Object>> all = List.of(
                    Executors.callable(profiler::start),
                    Executors.callable(profiler::stop),
                    profiler::flush,
                    profiler::status);
            calls.add(threads.submit(all.get(i % all.size())));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        threads.shutdown();
        profiler.start();
        awaitState(State.RUNNING);
    }

    @Test
    void flush_uploadsThePeriodSoFarAndGoesOn() {
        profiler.start();
        awaitState(State.RUNNING);
        burn();
        assertThat(profiler.flush()).isTrue();
        burn();
        assertThat(profiler.flush()).isTrue();

        List<ReceivedProfile> profiles = agent.profiles();
        assertThat(profiles).hasSize(2);
        assertThat(sequence(profiles.get(1))).isEqualTo(sequence(profiles.get(0)) + 1);
        assertThat(profiles.get(1).start()).isAfterOrEqualTo(profiles.get(0).end());
        assertThat(profiles.get(0).tags().get("runtime-id"))
                .isEqualTo(profiles.get(1).tags().get("runtime-id"));
        assertThat(profiler.status().periods()).isEqualTo(2);
    }

    private static int sequence(ReceivedProfile profile) {
        return Integer.parseInt(profile.tags().get("profile_seq"));
    }

    @Test
    void periods_followEachOther() {
        profiler.configure(config(Map.of("period", "1s")));
        profiler.start();
        List<ReceivedProfile> profiles = agent.awaitProfiles(3, DEADLINE);
        for (int i = 1; i < 3; i++) {
            Duration gap =
                    Duration.between(profiles.get(i - 1).end(), profiles.get(i).start());
            assertThat(gap).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        }
        assertThat(profiles.get(1).pprof().durationNanos())
                .isBetween(
                        Duration.ofMillis(900).toNanos(), Duration.ofSeconds(10).toNanos());
    }

    private ProfilerConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("agent-socket", agent.address());
        all.putIfAbsent("application-name", "my-app");
        return ProfilerConfig.resolve(all);
    }

    private Deployment deploy(String name, String... classes) {
        ClassSource source = new ClassSource() {
            @Override
            public Set<String> packages() {
                return Set.of("com.acme.orders", "com.acme.billing");
            }

            @Override
            public boolean contains(String className) {
                return Set.of(classes).contains(className);
            }
        };
        return profiler.deployments().add(name, Map.of("context_path", "/" + name), source, null);
    }

    @Test
    void deployments_getAProfileEach() throws Exception {
        Deployment marked = deploy("marked");
        deploy("orders", "com.acme.orders.Orders");
        Orders orders = new Orders();
        profiler.start();
        awaitState(State.RUNNING);
        for (int i = 0; i < 300; i++) {
            marked.run(() -> Json.print(1_000_000));
            orders.work(1000);
        }
        assertThat(profiler.flush()).isTrue();

        Map<String, ReceivedProfile> profiles = byApplication();
        assertThat(profiles).containsOnlyKeys("marked", "orders", "my-app");
        assertThat(profiles.get("marked").tags())
                .containsEntry("deployment", "marked")
                .containsEntry("context_path", "/marked");
        assertThat(profiles.get("marked").pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .isPositive();
        assertThat(profiles.get("orders").pprof().sum(CPU, stack -> stack.contains("Orders.work")))
                .isPositive();
        assertThat(profiles.get("my-app").pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .isZero();
        assertThat(profiler.status().applications())
                .extracting(ProfilerStatus.Application::name)
                .containsExactly("marked", "my-app", "orders");
        assertThat(profiler.status().applications())
                .allSatisfy(application ->
                        assertThat(application.delivered()).isPositive().isEqualTo(application.profiles()));
    }

    /** Two deployments of one archive: the class says nothing, there is no frame, only when which of them worked. */
    @Test
    void workBetweenEnterAndLeave_isTheDeploymentsOwn() throws Exception {
        Deployment a = deploy("a", "com.acme.orders.Orders");
        Deployment b = deploy("b", "com.acme.orders.Orders");
        Orders orders = new Orders();
        profiler.configure(config(Map.of("cpu-rate", "250")));
        profiler.start();
        awaitState(State.RUNNING);
        long cpuOfA = 0;
        long cpuOfB = 0;
        for (int i = 0; i < 60; i++) {
            // always another length, lest the timer's beat is that of the work
            int round = i;
            cpuOfA += cpuBetween(a, () -> {
                orders.work(15_000 + 61 * round);
                // an inner one of the other's must not keep the outer one's samples
                b.enter();
                b.leave();
                orders.work(15_000 + 61 * round);
            });
            cpuOfB += cpuBetween(b, () -> orders.work(10_000 + 37 * round));
        }
        // of one that has not ended with the period as well
        b.enter();
        long start = THREADS.getCurrentThreadCpuTime();
        orders.work(300_000);
        cpuOfB += THREADS.getCurrentThreadCpuTime() - start;
        assertThat(profiler.flush()).isTrue();
        b.leave();

        Map<String, ReceivedProfile> profiles = byApplication();
        double sampledOfA = profiles.get("a").pprof().total(CPU);
        double sampledOfB = profiles.get("b").pprof().total(CPU);
        // the ratio: on a machine that is busy elsewhere, timers come late, for both
        assertThat(sampledOfA / sampledOfB).isCloseTo((double) cpuOfA / cpuOfB, withinPercentage(10));
        assertThat(profiles.get("my-app").pprof().sum(CPU, stack -> stack.contains("Orders.work")))
                .isZero();
    }

    /** Nobody's classes, and nobody's thread: only when it worked for whom. */
    @Test
    void workOfNobodysClassesBetweenEnterAndLeave_isTheDeploymentsToo() throws Exception {
        Deployment a = deploy("a", "com.acme.orders.Orders");
        profiler.start();
        awaitState(State.RUNNING);
        // long enough for the samples of a machine that is busy elsewhere
        long cpuOfA = cpuBetween(a, () -> Json.print(500_000_000));
        Json.print(500_000_000);
        assertThat(profiler.flush()).isTrue();

        Map<String, ReceivedProfile> profiles = byApplication();
        assertThat(profiles.get("a").pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .isCloseTo(cpuOfA, withinPercentage(20));
        assertThat(profiles.get("my-app").pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .isCloseTo(cpuOfA, withinPercentage(30));
    }

    private static long cpuBetween(Deployment deployment, Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        deployment.enter();
        work.run();
        deployment.leave();
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private Map<String, ReceivedProfile> byApplication() {
        Map<String, ReceivedProfile> profiles = new HashMap<>();
        agent.profiles().forEach(profile -> profiles.put(profile.application(), profile));
        return profiles;
    }

    @Test
    void deploymentRemovedInMidPeriod_stillGetsItsProfile() {
        Deployment first = deploy("app");
        profiler.start();
        awaitState(State.RUNNING);
        for (int i = 0; i < 100; i++) {
            first.run(() -> Json.print(1_000_000));
        }
        first.remove();
        first.remove();
        Deployment second = deploy("app");
        for (int i = 0; i < 100; i++) {
            second.run(() -> new Billing().work(1000));
        }
        assertThat(profiler.deployments().list()).containsExactly(second);
        assertThat(profiler.flush()).isTrue();

        ReceivedProfile both = byApplication().get("app");
        assertThat(both.pprof().sum(CPU, stack -> stack.contains("Billing.work")))
                .isPositive();
        assertThat(both.pprof().sum(CPU, stack -> stack.contains("Json.print") && !stack.contains("Billing.work")))
                .isPositive();
    }

    /** However busy the machine is: then timers miss, and samples alone are too few. */
    @Test
    void cpuTime_isWhatTheKernelMeasured() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        profiler.start();
        awaitState(State.RUNNING);
        long begin = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - begin < 2_000_000_000L) {
            Json.print(100_000);
        }
        double used = threads.getCurrentThreadCpuTime() - begin;
        assertThat(profiler.flush()).isTrue();
        double seen = byApplication().get("my-app").pprof().sum(CPU, stack -> stack.contains("cpuTime_isWhat"));
        // what the thread used before and after is shared among these samples as well
        assertThat(seen).isCloseTo(used, withinPercentage(10));
    }

    @Test
    void deploymentOnItsWay_isWaitedFor() {
        profiler.start();
        awaitState(State.RUNNING);
        profiler.deployments().changing(true);
        Orders orders = new Orders();
        for (int i = 0; i < 300; i++) {
            orders.work(1000);
        }
        CompletableFuture<Boolean> flush = CompletableFuture.supplyAsync(profiler::flush);
        Await.until("the period is over", DEADLINE, () -> Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getMethodName().equals("awaitDeployments")));
        deploy("orders", "com.acme.orders.Orders");
        profiler.deployments().changing(false);
        assertThat(flush.join()).isTrue();

        Map<String, ReceivedProfile> profiles = byApplication();
        assertThat(profiles.get("orders").pprof().sum(CPU, stack -> stack.contains("Orders.work")))
                .isPositive();
        assertThat(profiles.get("my-app").pprof().sum(CPU, stack -> stack.contains("Orders.work")))
                .isZero();
    }

    @Test
    void stop_waitsForNoDeployment() {
        profiler.start();
        awaitState(State.RUNNING);
        profiler.deployments().changing(true);
        burn();
        profiler.stop();
        assertThat(profiler.status().state()).isEqualTo(State.STOPPED);
        assertThat(agent.profiles()).isNotEmpty();
    }

    @Test
    void labelThatComesLate_isOneOfTheWholePeriod() {
        Deployment app = deploy("app");
        profiler.start();
        awaitState(State.RUNNING);
        app.run(ProfilerTest::burn);
        app.label("context_path", "/late");
        assertThat(app.labels()).containsOnly(Map.entry("context_path", "/late"));
        assertThat(profiler.flush()).isTrue();
        assertThat(byApplication().get("app").tags()).containsEntry("context_path", "/late");
    }

    @Test
    void profilerOfAServerThatHasNone_saysSoAndDoesNothing() {
        Profiler none = Profiler.unavailable("its installation is broken");
        assertThat(none.status().state()).isEqualTo(State.UNAVAILABLE);
        assertThat(none.status().reason()).isEqualTo("its installation is broken");
        assertThat(none.flush()).isFalse();
        assertThatThrownBy(none::start).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void startThatWaits_returnsWhenSamplingHasBegun() {
        profiler = Profiler.builder()
                .agentSocket(agent.address())
                .server("any 1.0", "one")
                .build();
        profiler.startAndWait(DEADLINE);
        assertThat(profiler.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void profilerForApplications_mayBeUsedButNotRuled() {
        profiler.configure(config(Map.of("server-id", "an-id", "server-token", "a-token")));
        Profiler used = profiler.forApplications();
        profiler.start();
        awaitState(State.RUNNING);
        burn();
        assertThat(used.flush()).isTrue();
        assertThat(agent.profiles()).isNotEmpty();

        assertThat(profiler.status().config().serverToken()).contains("a-token");
        assertThat(used.status().config().serverToken()).isEmpty();
        assertThat(used.status().config().serverId()).isEmpty();
        assertThat(used.status().config().agentSocket())
                .isEqualTo(profiler.status().config().agentSocket());

        List<Runnable> refused = List.of(
                used::start, used::stop, used::close, used::deployments, () -> used.configure(config(Map.of())));
        assertThat(refused).allSatisfy(call -> assertThatThrownBy(call::run)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("by the server"));
        assertThat(profiler.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void settings_applyWhileRunning() {
        Deployment app = deploy("app");
        profiler.start();
        awaitState(State.RUNNING);

        profiler.configure(config(Map.of("enabled", "false")));
        awaitState(State.DISABLED);
        assertThat(profiler.flush()).isFalse();
        profiler.configure(config(Map.of("dimensions", "cpu-time", "deployments.names", "app:Shop", "labels", "x:y")));
        awaitState(State.RUNNING);
        agent.clear();
        app.run(ProfilerTest::burn);
        assertThat(profiler.flush()).isTrue();
        assertThat(byApplication()).containsKey("Shop");
        assertThat(byApplication().get("Shop").tags()).containsEntry("x", "y");
        assertThat(byApplication().get("Shop").pprof().sampleTypes()).containsExactly(CPU, "cpu-samples/count");

        profiler.configure(config(Map.of("mode", "single")));
        agent.clear();
        app.run(ProfilerTest::burn);
        assertThat(profiler.flush()).isTrue();
        assertThat(agent.profiles()).allMatch(profile -> profile.application().equals("my-app"));
        assertThat(byApplication().get("my-app").pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .isPositive();
    }

    @Test
    void excludedDeployment_countsAsTheServer() {
        Deployment app = deploy("app-test");
        profiler.configure(config(Map.of("deployments.exclude", "*-test")));
        profiler.start();
        awaitState(State.RUNNING);
        for (int i = 0; i < 100; i++) {
            app.run(() -> Json.print(1_000_000));
        }
        assertThat(profiler.flush()).isTrue();
        assertThat(byApplication()).containsOnlyKeys("my-app");
    }

    @Test
    void agentThatNeverAnswers_delaysStopNoLongerThanTheUploadTimeout() {
        profiler.configure(config(Map.of("upload-timeout", "2s")));
        agent.fail(Fault.noAnswer());
        profiler.start();
        awaitState(State.RUNNING);
        burn();
        long begin = System.nanoTime();
        profiler.stop();
        // and what it takes a busy machine to wake us
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        Await.until("the worker's end", DEADLINE, () -> profiler.status().state() == State.STOPPED);
        assertThat(profiler.status().delivery().lost()).isEmpty();
        assertThat(profiler.status().delivery().spooled()).isEqualTo(1);
    }

    @Test
    void agentThatNeverAnswers_delaysNoPeriod() {
        profiler.configure(config(Map.of("period", "1s", "upload-timeout", "5m")));
        agent.fail(Fault.noAnswer());
        profiler.start();
        Await.until("a third period", DEADLINE, () -> profiler.status().periods() >= 2);
        assertThat(profiler.status().delivery().pending()).isGreaterThanOrEqualTo(2);
        // or stopping takes as long as an upload may
        profiler.configure(config(Map.of("upload-timeout", "100ms")));
    }

    @Test
    void agentThatComesLater_getsWhatWaited() {
        agent.stop();
        profiler.configure(config(Map.of("upload-timeout", "200ms")));
        profiler.start();
        awaitState(State.RUNNING);
        burn();
        assertThat(profiler.flush()).isFalse();
        Await.until(
                "a problem",
                DEADLINE,
                () -> !profiler.status().delivery().problem().isEmpty());
        Await.until(
                "it waits on disk", DEADLINE, () -> profiler.status().delivery().spooled() == 1);
        agent.start();
        agent.awaitProfiles(1, DEADLINE);
        Await.until(
                "no problem",
                DEADLINE,
                () -> profiler.status().delivery().problem().isEmpty());
    }

    @Test
    void status_showsTheOwnCost() {
        profiler.start();
        awaitState(State.RUNNING);
        burn();
        assertThat(profiler.flush()).isTrue();
        ProfilerStatus status = profiler.status();
        assertThat(status.asyncProfilerVersion()).startsWith("4.");
        assertThat(status.cpuEngine()).isEqualTo("ctimer");
        ProfilerStatus.Cost cost = status.lastPeriod();
        assertThat(cost.samples()).isPositive();
        assertThat(cost.duration()).isPositive();
        assertThat(cost.threads()).isPositive();
        assertThat(cost.stackWalking()).isPositive();
        assertThat(cost.conversion()).isPositive();
        assertThat(cost.recordingBytes()).isPositive();
        assertThat(cost.uploadBytes()).isPositive();
        assertThat(cost.heapBytes()).isPositive();
        assertThat(cost.nativeBytes()).isPositive();
        assertThat(status.delivery().delivered()).isEqualTo(1);
        assertThat(status.delivery().deliveredBytes()).isEqualTo(cost.uploadBytes());
    }

    /** In the second period as well, which may be of the same session. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void perfEventsThatAreForbidden_areReplacedAndSaid(int periods) {
        profiler.configure(config(Map.of("cpu-engine", "perf")));
        profiler.start();
        awaitState(State.RUNNING);
        for (int period = 0; period < periods; period++) {
            assertThat(profiler.flush()).isTrue();
        }
        ProfilerStatus status = profiler.status();
        if (status.cpuEngine().equals("perf_events")) {
            assertThat(status.reason()).isEmpty();
        } else {
            assertThat(status.cpuEngine()).isEqualTo("ctimer");
            assertThat(status.reason()).isEqualTo("perf events are not allowed here, CPU is sampled by timers");
        }
    }

    @Test
    void twoProfilers_takeTurns() {
        Profiler other = Profiler.builder()
                .applicationName("other")
                .agentSocket(agent.address())
                .period(Duration.ofSeconds(1))
                .build();
        profiler.start();
        awaitState(State.RUNNING);
        other.start();
        Await.until("following", DEADLINE, () -> other.status().state() == State.FOLLOWING);
        assertThat(other.status().reason())
                .startsWith("another Blackfire profiler of this JVM samples for all: library #");
        profiler.stop();
        Await.until("its turn", DEADLINE, () -> other.status().state() == State.RUNNING);
        other.stop();
    }

    @Test
    void stoppedProfiler_leavesNoThread() {
        profiler.start();
        awaitState(State.RUNNING);
        profiler.stop();
        Await.until("no thread of ours", DEADLINE, () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("blackfire-conprof")));
    }

    @Test
    void flushWhileNothingIsSampled_answersAndCostsNothing() {
        profiler.configure(config(Map.of("enabled", "false")));
        profiler.start();
        awaitState(State.DISABLED);
        for (int i = 0; i < 3; i++) {
            assertThat(profiler.flush()).isFalse();
        }
        Thread worker = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("blackfire-conprof"))
                .findAny()
                .orElseThrow();
        Await.until("a worker that waits", DEADLINE, () -> worker.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void service_isNotClosedByWhoUsesIt() {
        Profiler service = profiler.asService();
        service.start();
        awaitState(State.RUNNING);
        service.close();
        assertThat(profiler.status().state()).isEqualTo(State.RUNNING);
        service.stop();
        assertThat(profiler.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void closedProfiler_startsNoMore() {
        Profiler closed = Profiler.builder().server("karaf 4.4", "root").build();
        closed.start();
        closed.close();
        try (LogRecorder log = new LogRecorder()) {
            closed.start();
            closed.start();
            assertThat(closed.status().state()).isEqualTo(State.STOPPED);
            assertThat(log.at(Level.WARNING)).singleElement(STRING).contains("not started: it was closed");
        }
        profiler.start();
        awaitState(State.RUNNING);
    }

    @Test
    void refusedValue_isNewsOnce() {
        try (LogRecorder log = new LogRecorder()) {
            ProfilerConfig bad = ProfilerConfig.resolve(
                    Map.of("cpu-rate", "9999"), profiler.status().config());
            profiler.configure(bad);
            profiler.configure(ProfilerConfig.resolve(Map.of("cpu-rate", "9999", "labels", "a:b"), bad));
            assertThat(log.at(Level.WARNING)).hasSize(1);
            profiler.configure(ProfilerConfig.resolve(Map.of("cpu-rate", "8888"), bad));
            assertThat(log.at(Level.WARNING)).hasSize(2);
        }
    }

    @Test
    void startWhileStopping_startsAgain() {
        profiler.configure(config(Map.of("upload-timeout", "300ms")));
        agent.fail(Fault.noAnswer());
        profiler.start();
        awaitState(State.RUNNING);
        profiler.stop();
        profiler.start();
        awaitState(State.RUNNING);
        agent.recover();
    }

    @Test
    void errorInAnApplicationsClasses_costsNothing() {
        ClassSource broken = new ClassSource() {
            @Override
            public Set<String> packages() {
                throw new AssertionError("broken");
            }

            @Override
            public boolean contains(String className) {
                throw new AssertionError("broken");
            }
        };
        profiler.deployments().add("broken", Map.of(), broken, null);
        profiler.start();
        awaitState(State.RUNNING);
        assertThat(profiler.flush()).isTrue();
        assertThat(profiler.status().delivery().lost()).isEmpty();
        assertThat(profiler.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void threadThatRefusesToTellItsLoader_isPassedOver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread odd = new Thread() {
            @Override
            public ClassLoader getContextClassLoader() {
                throw new IllegalStateException("mine");
            }

            @Override
            public void run() {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        odd.start();
        profiler.start();
        awaitState(State.RUNNING);
        assertThat(profiler.flush()).isTrue();
        end.countDown();
        odd.join();
    }

    @Test
    void folderThatVanished_isMadeAgain() throws IOException {
        Path folder = Files.createTempDirectory("conprof-test").resolve("own");
        Profiler fragile = Profiler.builder()
                .applicationName("fragile")
                .agentSocket(agent.address())
                .directory(folder)
                .build();
        fragile.start();
        Await.until("running", DEADLINE, () -> fragile.status().state() == State.RUNNING);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThat(fragile.flush()).isFalse();
        assertThat(fragile.status().reason()).startsWith("the last period is lost: ");
        assertThat(fragile.flush()).isTrue();
        assertThat(fragile.status().reason()).isEmpty();
        fragile.stop();
        assertThat(folder.resolve("recordings")).isEmptyDirectory();
    }

    @Test
    void flush_isOfWhatItSendsAndNotOfWhatOthersLeftTooLongAgo() throws IOException {
        Path folder = Files.createTempDirectory("conprof-test").resolve("own");
        Path left = Files.createDirectories(folder.resolve("spool-of-another-agent/left-1"));
        Files.createFile(left.resolve("lock"));
        Files.createFile(left.resolve("1.profile"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        profiler = Profiler.builder()
                .agentSocket(agent.address())
                .directory(folder)
                .build();
        Deployment first = deploy("first");
        Deployment second = deploy("second");
        profiler.start();
        awaitState(State.RUNNING);
        first.run(ProfilerTest::burn);
        second.run(ProfilerTest::burn);
        assertThat(profiler.flush()).isTrue();
        // what is left is looked at behind the first of the two, so before the flush was over
        assertThat(profiler.status().delivery().lost()).containsEntry("it waited on disk for too long", 1L);
        assertThat(left).doesNotExist();
    }

    @Test
    void recordingWithAHole_isUploadedAsFarAsItCanBeRead() throws IOException {
        Path folder = Files.createTempDirectory("conprof-test").resolve("own");
        Profiler holed = Profiler.builder()
                .applicationName("holed")
                .agentSocket(agent.address())
                .directory(folder)
                .build();
        holed.start();
        Await.until("running", DEADLINE, () -> holed.status().state() == State.RUNNING);
        try (Stream<Path> files = Files.walk(folder);
                FileChannel file = FileChannel.open(
                        files.filter(each -> each.toString().endsWith(".jfr"))
                                .findFirst()
                                .orElseThrow(),
                        StandardOpenOption.WRITE)) {
            // async-profiler goes on where it was, behind what is missing now
            file.truncate(file.size() - 10);
        }
        assertThat(holed.flush()).isTrue();
        assertThat(holed.status().delivery().lost()).containsEntry("the recording could be read in part only", 1L);
        assertThat(holed.status().lastPeriod().samples()).isPositive();
        assertThat(holed.flush()).isTrue();
        assertThat(holed.status().delivery().lost()).containsEntry("the recording could be read in part only", 1L);
        holed.stop();
    }
}
