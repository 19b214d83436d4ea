package io.blackfire.conprof;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import com.acme.shared.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Several copies of us in one JVM, as bundle updates and redeployments leave them. */
class ClassLoadersTest {
    private static final Duration WORK = Duration.ofMillis(300);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void copies_takeTurnsOnOneNativeLibrary() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            Copy first = Copy.start(agent.address(), folder.resolve("a"), Rank.LIBRARY);
            first.awaitState("RUNNING");
            Copy second = Copy.start(agent.address(), folder.resolve("b"), Rank.LIBRARY);
            second.awaitState("FOLLOWING");
            Json.print(100_000_000);
            first.call("stop");
            second.awaitState("RUNNING");
            Json.print(100_000_000);
            second.call("stop");
            assertThat(agent.profiles())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .extracting(profile -> profile.tags().get("runtime-id"))
                    .containsOnly(agent.profiles().get(0).tags().get("runtime-id"));
            assertThat(agent.profiles())
                    .extracting(profile -> profile.tags().get("profile_seq"))
                    .doesNotHaveDuplicates();
            first.loader().close();
            second.loader().close();
        }
    }

    @Test
    void stoppedCopy_isCollected() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            for (int i = 0; i < 3; i++) {
                WeakReference<ClassLoader> loader = runAndStop(agent);
                Copy.awaitCollected("the class loader of a stopped copy", loader);
            }
        }
    }

    private WeakReference<ClassLoader> runAndStop(TestAgent agent) throws Exception {
        Copy copy = Copy.start(agent.address(), folder, Rank.LIBRARY);
        copy.awaitState("RUNNING");
        copy.call("stop");
        copy.loader().close();
        return new WeakReference<>(copy.loader());
    }

    /** Up to JDK 23 a thread holds the protection domains of all who were on the stack when it was made. */
    @Test
    void whoStartsIt_isNotKept() throws Exception {
        try (TestAgent agent = TestAgent.unix();
                Profiler profiler = Profiler.builder()
                        .agentSocket(agent.address())
                        .directory(folder)
                        .build()) {
            WeakReference<ClassLoader> application = startFromElsewhere(profiler);
            Await.until("running", DEADLINE, () -> profiler.status().state() == ProfilerStatus.State.RUNNING);
            assertThat(profiler.flush()).isTrue();
            Copy.awaitCollected("the class loader of who started it", application);
            assertThat(profiler.status().state()).isEqualTo(ProfilerStatus.State.RUNNING);
        }
    }

    private static WeakReference<ClassLoader> startFromElsewhere(Profiler profiler) throws Exception {
        ClassLoader application = new OwnCopyLoader(Starter.class);
        Object starter =
                application.loadClass(Starter.class.getName()).getConstructor().newInstance();
        assertThat(starter).isNotInstanceOf(Starter.class);
        ((Runnable) starter.getClass().getMethod("of", Profiler.class).invoke(starter, profiler)).run();
        return new WeakReference<>(application);
    }

    /** An application's code. */
    public static final class Starter {
        public Starter() {}

        public Runnable of(Profiler profiler) {
            return profiler::start;
        }
    }

    @Test
    void removedDeployment_isCollectedAtOnceAndStillGetsItsProfile() throws Exception {
        try (TestAgent agent = TestAgent.unix();
                Profiler profiler = Profiler.builder()
                        .agentSocket(agent.address())
                        .directory(folder)
                        .build()) {
            profiler.start();
            Await.until("running", DEADLINE, () -> profiler.status().state() == ProfilerStatus.State.RUNNING);
            WeakReference<ClassLoader> loader = deployAndRemove(profiler);
            Copy.awaitCollected("the class loader of a removed deployment", loader);
            assertThat(profiler.flush()).isTrue();
            assertThat(agent.profiles())
                    .extracting(ReceivedProfile::application)
                    .contains("app");
        }
    }

    @Test
    void removedDeployment_isCollectedAtOnceWhileNothingIsSampled() throws Exception {
        Profiler profiler = Profiler.builder().directory(folder).build();
        WeakReference<ClassLoader> neverStarted = deployAndRemove(profiler);
        Copy.awaitCollected("the class loader", neverStarted);
        profiler.configure(ProfilerConfig.resolve(Map.of("enabled", "false")));
        profiler.start();
        Await.until("disabled", DEADLINE, () -> profiler.status().state() == ProfilerStatus.State.DISABLED);
        WeakReference<ClassLoader> disabled = deployAndRemove(profiler);
        Copy.awaitCollected("the class loader", disabled);
        profiler.stop();
    }

    private static WeakReference<ClassLoader> deployAndRemove(Profiler profiler) {
        ClassLoader loader = new URLClassLoader(new URL[0]);
        ClassSource none = new ClassSource() {
            @Override
            public Set<String> packages() {
                return Set.of();
            }

            @Override
            public boolean contains(String className) {
                return false;
            }
        };
        Deployment deployment = profiler.deployments().add("app", Map.of(), none, loader);
        long end = System.nanoTime() + WORK.toNanos();
        deployment.run(() -> {
            while (System.nanoTime() < end) {
                Json.print(10_000);
            }
        });
        deployment.remove();
        return new WeakReference<>(loader);
    }
}
