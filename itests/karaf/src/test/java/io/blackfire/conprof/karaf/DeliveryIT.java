package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** An Agent that fails, settings that change: seen from the shell of the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestAgent agent;
    private KarafServer karaf;

    @BeforeAll
    void startKaraf() throws IOException {
        agent = TestAgent.tcp().requireConprof();
        karaf = KarafServer.prepare(Setup.ofSystemProperties(), Jdk.current());
        karaf.etc().configure(settings("1s"));
        karaf.start();
        karaf.installConprof();
        awaitNewProfile();
    }

    @AfterEach
    void log_hasNoException() {
        assertThat(karaf.log().lines().filter(line -> line.startsWith("\tat ")).limit(10))
                .isEmpty();
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("404", Fault.status(404)),
                Arguments.of("500", Fault.status(500)),
                Arguments.of("slow", Fault.noAnswer()),
                Arguments.of("reset in the request", Fault.resetInRequest()),
                Arguments.of("reset in the answer", Fault.resetInAnswer()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void faultOfTheAgent_isShownAndPasses(String name, Fault fault) {
        agent.fail(fault);
        awaitStatus("  problem: ");
        assertThat(karaf.status()).contains("is RUNNING");
        agent.recover();
        awaitNewProfile();
        awaitStatusWithout("  problem: ");
    }

    @Test
    void absentAgent_isShownAndPasses() {
        agent.stop();
        awaitStatus("  problem: ");
        agent.start();
        awaitNewProfile();
        awaitStatusWithout("  problem: ");
    }

    @Test
    void settings_applyAtOnceAndBadOnesAreRefused() throws IOException {
        karaf.etc().configure(settings("2s"));
        awaitStatus("period 2s configuration");
        karaf.etc().configure(settings("yesterday"));
        awaitStatus("period=yesterday refused: ");
        assertThat(words(karaf.status())).contains("period 2s configuration");
        karaf.etc().configure(settings("1s"));
        awaitStatus("period 1s configuration");
        awaitNewProfile();
    }

    private String settings(String period) {
        return "period = " + period + "\nupload-timeout = 1s\nagent-socket = " + agent.address() + "\n";
    }

    private void awaitStatus(String part) {
        Await.until("status shows " + part, SOON, () -> words(karaf.status()).contains(part.strip()));
    }

    private void awaitStatusWithout(String part) {
        Await.until("status without " + part, SOON, () -> !words(karaf.status()).contains(part.strip()));
    }

    private void awaitNewProfile() {
        Instant now = Instant.now();
        agent.awaitProfiles(
                profiles ->
                        profiles.stream().anyMatch(profile -> profile.start().isAfter(now)),
                SOON);
    }

    private static String words(String text) {
        return text.replaceAll(" +", " ");
    }
}
