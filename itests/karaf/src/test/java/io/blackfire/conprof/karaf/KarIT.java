package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** The KAR has all that the feature needs: one file into the deploy folder of a server without a network. */
class KarIT {
    private final Setup setup = Setup.ofSystemProperties();

    static List<Jdk> jdks() throws IOException {
        return Jdk.tested();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void kar_installsWithoutAnyRepository(Jdk jdk) throws IOException {
        Path kar = Folders.onlyOne(
                setup.repository().resolve("io/blackfire/conprof/conprof-feature-karaf/" + setup.version()), "*.kar");
        try (TestAgent agent = TestAgent.unix().requireConprof();
                KarafServer karaf = KarafServer.prepare(setup, jdk)) {
            karaf.etc().disconnect();
            karaf.etc().configure("period = 1s\nagent-socket = " + agent.address() + "\n");
            karaf.deploy(kar);
            karaf.start();
            agent.awaitProfiles(1, Duration.ofMinutes(5));
            assertThat(agent.violations()).isEmpty();
        }
    }
}
