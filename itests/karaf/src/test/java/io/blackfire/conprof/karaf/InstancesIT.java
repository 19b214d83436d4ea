package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** A distribution of the user's own with us inside, its child instance, and another server on the same machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstancesIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String CPU = "cpu-time/nanoseconds";

    private Path home;
    private Setup setup;
    private TestAgent agent;
    private KarafServer karaf;

    @BeforeAll
    void startKaraf(@TempDir Path distribution) throws IOException {
        home = distribution;
        agent = TestAgent.unix().requireConprof();
        setup = Setup.ofSystemProperties().distribution(home);
        karaf = prepare(setup);
        // it reaches no repository but its distribution's
        karaf.etc().disconnect();
        karaf.start();
        awaitProfilesOf("root");
    }

    private KarafServer prepare(Setup setup) throws IOException {
        KarafServer server = KarafServer.prepare(setup, Jdk.withShell());
        server.etc().configure(settings());
        return server.bootConprof();
    }

    private String settings() {
        return "period = 1s\nagent-socket = " + agent.address() + "\n";
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    @AfterEach
    void nothingIsWrong() {
        awaitProfilesOf("root");
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void distribution_profilesFromItsFirstBoot() {
        assertThat(karaf.base().resolve("data/m2"))
                .satisfiesAnyOf(m2 -> assertThat(m2).doesNotExist(), m2 -> assertThat(m2)
                        .isEmptyDirectory());
        assertThat(karaf.status()).contains("Blackfire Conprof is RUNNING");
    }

    @Test
    void childInstance_isAServerOfItsOwn() throws IOException {
        Ports ports = Ports.free();
        karaf.shell()
                .run("instance:create -s " + ports.ssh() + " -rr " + ports.registry() + " -rs " + ports.rmi()
                        + " -furl " + setup.featuresUrl() + " -f blackfire-conprof child");
        Path child = home.resolve("instances/child");
        new Etc(child.resolve("etc")).configure(settings());
        Files.copy(setup.app("ticker"), child.resolve("deploy/ticker-1.0.jar"));
        karaf.shell().run("instance:start child");
        try {
            awaitProfilesOf("child");
            awaitProfiles(profile -> profile.application().equals("ticker")
                    && profile.tags().get("server_name").equals("child")
                    && profile.pprof().total(CPU) > 0);
            awaitProfilesOf("root");
            assertThat(agent.profiles())
                    .filteredOn(profile -> profile.tags().get("server_name").equals("root"))
                    .extracting(ReceivedProfile::application)
                    .containsOnly("root");
            assertThat(runtimes("root")).hasSize(1).doesNotContainAnyElementsOf(runtimes("child"));
        } finally {
            long pid = pidOf("child");
            karaf.shell().run("instance:stop child");
            Await.until("child has ended", SOON, () -> ProcessHandle.of(pid).isEmpty());
            karaf.shell().run("instance:destroy child");
        }
    }

    @Test
    void secondServer_mayEvenDie() throws IOException {
        try (KarafServer second = prepare(Setup.ofSystemProperties())) {
            second.etc().append("system.properties", "\nkaraf.name = second\n");
            second.start();
            awaitProfilesOf("second");
            ProcessHandle process = ProcessHandle.of(second.pid()).orElseThrow();
            process.destroyForcibly();
            Await.until("second has died", SOON, () -> !process.isAlive());
            assertThat(second.recordings()).hasSize(1);
            // it may have died in the middle of an upload
            assertThat(agent.violations()).allMatch(violation -> violation.startsWith("broken off by the client"));
            agent.clear();
            awaitProfilesOf("root");
            second.start();
            awaitProfilesOf("second");
            assertThat(second.recordings()).hasSize(1);
            assertThat(karaf.recordings()).hasSize(1);
        }
    }

    private List<String> runtimes(String server) {
        return agent.profiles().stream()
                .filter(profile -> profile.tags().get("server_name").equals(server))
                .map(profile -> profile.tags().get("runtime-id"))
                .distinct()
                .toList();
    }

    private long pidOf(String instance) throws IOException {
        Properties instances = new Properties();
        try (var in = Files.newInputStream(home.resolve("instances/instance.properties"))) {
            instances.load(in);
        }
        String item = instances.stringPropertyNames().stream()
                .filter(key ->
                        key.endsWith(".name") && instances.getProperty(key).equals(instance))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(instances.getProperty(item.replace(".name", ".pid")));
    }

    /** Waits for one that began after now: the server's own share is never empty. */
    private void awaitProfilesOf(String server) {
        awaitProfiles(profile -> profile.application().equals(server)
                && profile.tags().get("server_name").equals(server));
    }

    private void awaitProfiles(Predicate<ReceivedProfile> wanted) {
        agent.awaitNewPeriod(wanted, SOON);
    }
}
