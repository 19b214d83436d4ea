package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** A managed domain: configured in a profile, at work in the servers of that profile, never in the controllers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PROFILER = "blackfire-conprof";
    private static final String LIBRARY = "libasyncProfiler";

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private WildFlyDomain domain;

    @BeforeAll
    void start() throws IOException {
        domain = WildFlyDomain.plain(Jdk.current());
        domain.script("blackfire-conprof-install-domain.cli");
        domain.settings(Map.of("agent-socket", agent.address(), "period", "1s")).start();
        awaitProfiles();
    }

    @AfterAll
    void stop() throws IOException {
        domain.close();
        agent.close();
    }

    @Test
    void everyServer_uploadsUnderItsOwnName() {
        agent.clear();
        awaitProfiles();
        assertThat(agent.violations()).isEmpty();
    }

    private void awaitProfiles() {
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .map(ReceivedProfile::application)
                        .collect(Collectors.toSet())
                        .equals(Set.of("server-one", "server-two")),
                SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Process Controller", "Host Controller"})
    void controller_hasNothingOfOursAtWork(String name) throws IOException {
        ProcessHandle controller = domain.process(name);
        assertThat(domain.threads(controller)).contains("VM Thread").doesNotContain(PROFILER);
        assertThat(mapped(controller)).doesNotContain(LIBRARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Server:server-one", "Server:server-two"})
    void server_hasTheProfiler(String name) throws IOException {
        ProcessHandle server = domain.process(name);
        assertThat(domain.threads(server)).contains(PROFILER);
        assertThat(mapped(server)).contains(LIBRARY);
    }

    @Test
    void settingOfTheProfile_isInForceInEveryServer() throws IOException {
        ModelNode subsystem = Operations.createAddress("profile", "full", "subsystem", PROFILER);
        domain.manager()
                .executeOperation(Operations.createWriteAttributeOperation(subsystem, "labels", "team:payments"));
        agent.clear();
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .filter(profile -> "payments".equals(profile.tags().get("team")))
                        .map(ReceivedProfile::application)
                        .collect(Collectors.toSet())
                        .equals(Set.of("server-one", "server-two")),
                SOON);
    }

    private static String mapped(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
    }
}
