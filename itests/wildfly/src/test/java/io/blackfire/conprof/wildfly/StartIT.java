package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.wildfly.app.EarlyWork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** The profiler is at work before the applications are that the server starts with. */
class StartIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CPU = "cpu-time/nanoseconds";

    @TempDir
    private Path folder;

    static List<Jdk> jdks() throws IOException {
        return Jdk.tested();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void startOfAnApplication_isInItsProfile(Jdk jdk) throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                WildFlyServer server = WildFlyServer.installed(jdk)
                        .settings(Map.of("agent-socket", agent.address(), "period", "5s"))
                        .boots(Archives.early(folder))
                        .start()) {
            double used = used(server);
            assertThat(used).isPositive();
            agent.awaitProfiles(profiles -> cpu(profiles, EarlyWork.NAME) > used * 0.9, SOON);
            assertThat(cpu(agent.profiles(), EarlyWork.NAME)).isCloseTo(used, withinPercentage(10));
            assertThat(agent.violations()).isEmpty();
        }
    }

    /** It starts when the server has just come up: who manages it then is neither refused nor forgotten. */
    @ParameterizedTest
    @MethodSource("jdks")
    void serverWithoutDeployments_isManagedAtOnce(Jdk jdk) throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                WildFlyServer server = WildFlyServer.installed(jdk)
                        .settings(Map.of("agent-socket", agent.address()))
                        .start();
                Subsystem subsystem = new Subsystem(server)) {
            subsystem.write("labels", "team:payments");
            assertThat(subsystem.read("state").asString()).isEqualTo("running");
            assertThat(subsystem.call("flush").asBoolean()).isTrue();
            assertThat(agent.profiles()).isNotEmpty().allSatisfy(profile -> assertThat(profile.tags())
                    .containsEntry("team", "payments"));
            assertThat(agent.violations()).isEmpty();
        }
    }

    private static double used(WildFlyServer server) throws IOException {
        ModelNode runtime = Operations.createAddress("core-service", "platform-mbean", "type", "runtime");
        ModelNode properties = server.manager()
                .executeOperation(Operations.createReadAttributeOperation(runtime, "system-properties"));
        return properties.get("apps." + EarlyWork.NAME + ".cpu").asLong();
    }

    private static double cpu(List<ReceivedProfile> profiles, String application) {
        return profiles.stream()
                .filter(profile -> profile.application().equals(application))
                .mapToLong(profile ->
                        profile.pprof().sum(CPU, stack -> stack.contains("io.blackfire.conprof.wildfly.app.EarlyWork")))
                .sum();
    }
}
