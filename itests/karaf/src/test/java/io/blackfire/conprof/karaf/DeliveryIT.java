package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Rounds;

import static org.assertj.core.api.Assertions.assertThat;

/** An Agent that fails, settings that change: seen in the log of the real server, and in its shell where that runs. */
@ParameterizedClass
@MethodSource("jdks")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Parameter
    private Jdk jdk;

    private TestAgent agent;
    private KarafServer karaf;
    private int logged;

    static List<Jdk> jdks() throws IOException {
        return Rounds.of(Jdk.tested());
    }

    @BeforeParameterizedClassInvocation
    void startKaraf() throws IOException {
        agent = TestAgent.tcp().requireConprof();
        karaf = KarafServer.prepare(Setup.ofSystemProperties(), jdk);
        karaf.etc().configure(settings("1s"));
        karaf.bootConprof().start();
        agent.awaitNewPeriod(SOON);
    }

    @BeforeEach
    void startOfLog() {
        logged = karaf.log().length();
    }

    @AfterEach
    void log_hasNoException() {
        assertThat(log().lines().filter(line -> line.startsWith("\tat ")).limit(10))
                .isEmpty();
    }

    @AfterParameterizedClassInvocation
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
        awaitProblem();
        agent.recover();
        awaitNoProblem();
    }

    @Test
    void absentAgent_isShownAndPasses() {
        agent.stop();
        awaitProblem();
        agent.start();
        awaitNoProblem();
    }

    @Test
    void killedServer_losesNothingThatWaited() throws IOException {
        agent.stop();
        String life = last(agent.profiles()).tags().get("runtime-id");
        Await.until("three on disk", SOON, () -> karaf.spooled().size() >= 3);
        awaitStatus(status -> status.matches("(?s).* on disk [1-9].*"));
        karaf.kill();
        int waiting = karaf.spooled().size();
        agent.clear();
        agent.start();
        karaf.start();
        agent.awaitProfiles(all -> of(life, all).size() >= waiting, SOON);
        agent.awaitNewPeriod(SOON);

        List<ReceivedProfile> late = of(life, agent.profiles());
        assertThat(agent.violations()).isEmpty();
        assertThat(late).hasSize(waiting);
        assertThat(late).isSortedAccordingTo(Comparator.comparing(ReceivedProfile::start));
        long first = sequence(late.get(0));
        assertThat(late.stream().map(DeliveryIT::sequence))
                .as("each once, with its own number")
                .containsExactlyElementsOf(
                        LongStream.range(first, first + waiting).boxed().toList());
        assertThat(karaf.spooled()).isEmpty();
    }

    private static List<ReceivedProfile> of(String life, List<ReceivedProfile> profiles) {
        return profiles.stream()
                .filter(profile -> life.equals(profile.tags().get("runtime-id")))
                .toList();
    }

    private static ReceivedProfile last(List<ReceivedProfile> profiles) {
        return profiles.get(profiles.size() - 1);
    }

    private static long sequence(ReceivedProfile profile) {
        return Long.parseLong(profile.tags().get("profile_seq"));
    }

    @Test
    void settings_applyAtOnceAndBadOnesAreRefused() throws IOException {
        karaf.etc().configure(settings("2s"));
        awaitNewProfile(Duration.ofSeconds(2));
        karaf.etc().configure(settings("yesterday"));
        awaitLog("period=yesterday refused: ");
        awaitStatus(
                status -> status.contains("period 2s configuration") && status.contains("period=yesterday refused: "));
        awaitNewProfile(Duration.ofSeconds(2));
        karaf.etc().configure(settings("1s"));
        awaitNewProfile(Duration.ofSeconds(1));
        awaitStatus(status -> status.contains("period 1s configuration") && !status.contains("refused"));
    }

    private String settings(String period) {
        return "period = " + period + "\nupload-timeout = 1s\nagent-socket = " + agent.address() + "\n";
    }

    private void awaitProblem() {
        awaitLog("Cannot deliver profiles: ");
        awaitStatus(status -> status.contains("problem: Cannot deliver profiles: ") && status.contains("is RUNNING"));
    }

    private void awaitNoProblem() {
        agent.awaitNewPeriod(SOON);
        awaitLog("Profiles reach the Blackfire Agent at " + agent.address() + " again");
        awaitStatus(status -> !status.contains("problem: "));
    }

    private void awaitLog(String part) {
        Await.until("log has " + part, SOON, () -> log().contains(part));
    }

    private String log() {
        return karaf.log().substring(logged);
    }

    private void awaitStatus(Predicate<String> wanted) {
        if (jdk.runsShell()) {
            Await.until(
                    "the status wanted", SOON, () -> wanted.test(karaf.status().replaceAll(" +", " ")));
        }
    }

    /** Waits for one of a full period that began after now. */
    private void awaitNewProfile(Duration period) {
        agent.awaitNewPeriod(profile -> lasts(period, profile), SOON);
    }

    private static boolean lasts(Duration period, ReceivedProfile profile) {
        long difference = Duration.between(profile.start(), profile.end())
                .minus(period)
                .abs()
                .toMillis();
        return difference < 500;
    }
}
