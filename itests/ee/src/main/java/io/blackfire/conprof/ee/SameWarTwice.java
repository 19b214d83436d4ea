package io.blackfire.conprof.ee;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.apps.work.Work;
import io.blackfire.conprof.harness.Stack;

import static io.blackfire.conprof.ee.Received.ALLOCATED;
import static io.blackfire.conprof.ee.Received.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * The hard case: one WAR deployed under two names, so that every class name is owned twice, and loaded 3:1 in every way in
 * which a server runs an application's code; and beside it an application of its own that has a library of both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SameWarTwice {
    private static final int REQUESTS = 4;
    private static final int UNITS = 80;
    // a server does much for each of these, in the application's name and on no account
    private static final List<String> EXPENSIVE = List.of("message", "remote", "batch");
    private static final int UNITS_IF_EXPENSIVE = 240;
    // each of these waits a second or more for the server
    private static final List<String> SLOW = List.of("timeout", "session");
    private static final int RATIO = 3;
    // a serialiser is so fast that one turn tells its share by some forty samples
    private static final int TURNS_TO_SERIALISE = 8;
    private static final int MOST_MEASUREMENTS = 5;
    private static final double MOST_LEFT_IN_SERVER = 0.02;
    private static final List<String> SERIALISERS =
            List.of("com.fasterxml.jackson.", "org.eclipse.yasson.", "org.apache.johnzon.");
    private static final String CLOSE = "profiles within 10 % of the accounts";

    private Load load;

    /** The server, with {@code shop-2.1.war} and {@code billing.war}. */
    protected abstract EeServer server() throws IOException;

    /** Deploys one more, of this name. */
    protected abstract void deploy(String application) throws IOException;

    /** Undeploys it; when this returns it has done its last work. */
    protected abstract void undeploy(String application) throws IOException;

    /** Whether the server does work of this kind, and we tell whose. */
    protected boolean tells(String kind) {
        return true;
    }

    @BeforeEach
    void startAgent() throws IOException {
        if (load == null) {
            load = new Load(server());
        }
    }

    @AfterAll
    void stopAgent() {
        if (load != null) {
            load.close();
        }
    }

    private Stream<String> told(String... kinds) {
        return Stream.of(kinds).filter(this::tells);
    }

    Stream<String> kinds() {
        return told("servlet", "async", "socket", "rest/json", "asynchronous", "timer", "message", "executor");
    }

    Stream<String> moreKinds() {
        return told("dispatch", "timeout", "io", "session", "rest/method", "library", "include", "remote");
    }

    Stream<String> kindsAtOnce() {
        return told("servlet", "rest/json", "asynchronous", "executor");
    }

    Stream<String> kindsAlone() {
        return told("servlet", "library", "executor");
    }

    Stream<String> kindsOfSerialisation() {
        return told("rest/rows", "rest/stage");
    }

    Stream<String> kindsOfLife() {
        return told("life");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void work_isDividedAsTheDeploymentsDidIt(String kind) throws IOException {
        assertDividedInTurns(kind);
    }

    @Tag("longest")
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("moreKinds")
    void workOfMoreKinds_isDividedAsTheDeploymentsDidIt(String kind) throws IOException {
        assertDividedInTurns(kind);
    }

    @Tag("longest")
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kindsAtOnce")
    void workOfBothAtOnce_isDividedAsTheDeploymentsDidIt(String kind) throws IOException {
        assertDivided(kind, () -> {
            CompletableFuture<Void> billing =
                    CompletableFuture.runAsync(() -> times("billing", "shop-2.1", kind, units(kind)));
            times("shop-2.1", "billing", kind, RATIO * units(kind));
            billing.join();
        });
    }

    /** Every class is in both, and what only one of them did shows in no profile of the other: not a sample. */
    @Tag("longest")
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kindsAlone")
    void workOfOneAlone_movesNothingToTheOther(String kind) throws IOException {
        load.ask("shop-2.1", "billing", kind, 1);
        load.begin();
        times("shop-2.1", "billing", kind, UNITS);
        Received received = load.received();

        assertThat(received.of("shop", CPU)).isPositive();
        for (String sampleType : List.of(CPU, ALLOCATED)) {
            assertThat(received.of("billing", sampleType, stack -> stack.contains("io.blackfire.conprof.apps.work.")))
                    .as(sampleType)
                    .isZero();
        }
    }

    /** For work of a kind that not every server tells apart. */
    protected final void assertDividedInTurns(String kind) throws IOException {
        assertDivided(kind, () -> inTurns(kind));
    }

    private static int units(String kind) {
        return EXPENSIVE.contains(kind) ? UNITS_IF_EXPENSIVE : UNITS * REQUESTS / requests(kind);
    }

    private static int requests(String kind) {
        return SLOW.contains(kind) ? REQUESTS / 2 : REQUESTS;
    }

    private void inTurns(String kind) {
        for (int i = 0; i < requests(kind); i++) {
            load.ask("shop-2.1", "billing", kind, RATIO * units(kind));
            load.ask("billing", "shop-2.1", kind, units(kind));
        }
    }

    private void times(String application, String neighbour, String kind, int units) {
        for (int i = 0; i < REQUESTS; i++) {
            load.ask(application, neighbour, kind, units);
        }
    }

    private void assertDivided(String kind, Runnable work) throws IOException {
        load.ask("shop-2.1", "billing", kind, 1);
        load.ask("billing", "shop-2.1", kind, 1);
        Predicate<Measured> good =
                one -> one.isClose() && one.received().left(CPU, "shop", "billing") < MOST_LEFT_IN_SERVER;
        Measured measured = Measured.first(good, () -> {
            load.begin();
            double shopBefore = load.account("shop-2.1");
            double billingBefore = load.account("billing");
            work.run();
            Map<String, Double> used = Map.of(
                    "shop", load.account("shop-2.1") - shopBefore, "billing", load.account("billing") - billingBefore);
            Received received = load.received();
            return Measured.of(used, received, application -> received.of(application, CPU));
        });

        Received received = measured.received();
        double left = received.left(CPU, "shop", "billing");
        System.out.printf("%s: %s, %.1f %% left in the server%n", kind, measured, left * 100);
        assertThat(measured).matches(Measured::isClose, CLOSE);
        assertThat(left).isLessThan(MOST_LEFT_IN_SERVER);
        double allocated = (double) requests(kind) * units(kind) * Work.UNIT_BYTES;
        assertThat(received.of("shop", ALLOCATED)).isCloseTo(RATIO * allocated, withinPercentage(10));
        assertThat(received.of("billing", ALLOCATED)).isCloseTo(allocated, withinPercentage(10));
        assertThat(received.left(ALLOCATED, "shop", "billing")).isLessThan(MOST_LEFT_IN_SERVER);
    }

    /** What a library of the server does for a request, after the resource method has returned, in stacks of its own alone. */
    @Tag("longest")
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kindsOfSerialisation")
    void serialisation_isTheWorkOfWhoseResponseItIs(String kind) throws IOException {
        Predicate<Stack> serialiser = stack -> SERIALISERS.stream().anyMatch(stack::contains);
        serialise(kind);
        load.begin();
        // each measurement has what the one before it had, and more: chance passes with it, a defect does not
        Measured measured = Measured.first(MOST_MEASUREMENTS, Measured::isClose, () -> {
            for (int i = 0; i < TURNS_TO_SERIALISE; i++) {
                serialise(kind);
            }
            Received received = load.received();
            return Measured.of(
                    Map.of("shop", RATIO * received.of("billing", CPU, serialiser)),
                    received,
                    application -> received.of(application, CPU, serialiser));
        });
        Received received = measured.received();

        double billing = received.of("billing", CPU, serialiser);
        System.out.printf(
                "%s, serialiser: %.0f:%.0f ms, %.1f %% left in the server%n",
                kind,
                received.of("shop", CPU, serialiser) / 1e6,
                billing / 1e6,
                received.left(CPU, serialiser, "shop", "billing") * 100);
        assertThat(billing).isPositive();
        assertThat(measured).matches(Measured::isClose, "3:1 within 10 %");
        for (String sampleType : List.of(CPU, ALLOCATED)) {
            assertThat(received.left(sampleType, serialiser, "shop", "billing"))
                    .as(() -> sampleType + received.leftStacks(serialiser, "shop", "billing"))
                    .isLessThan(MOST_LEFT_IN_SERVER);
        }
        assertThat(received.of("shop", ALLOCATED, serialiser) / received.of("billing", ALLOCATED, serialiser))
                .isBetween(RATIO * 0.9, RATIO * 1.1);
    }

    /** By as many more responses, as each costs something however short it is. */
    private void serialise(String kind) {
        for (int i = 0; i < REQUESTS; i++) {
            for (int j = 0; j < RATIO; j++) {
                load.ask("shop-2.1", "billing", kind, UNITS);
            }
            load.ask("billing", "shop-2.1", kind, UNITS);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kindsOfLife")
    void workAtStartAndStop_isTheDeployments(String kind) throws IOException {
        Measured measured = Measured.first(() -> {
            load.begin();
            // begins its account with 0
            deploy("early");
            double atStart = load.account("early");
            undeploy("early");
            double atStop = load.account("early");
            assertThat(atStart).isPositive();
            assertThat(atStop).isGreaterThan(atStart);
            Received received = load.received();
            return Measured.of(Map.of("early", atStop), received, application -> received.of(application, CPU));
        });

        Received received = measured.received();
        assertThat(measured).matches(Measured::isClose, CLOSE);
        assertThat(received.left(CPU, "early")).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(received.left(ALLOCATED, "early")).isLessThan(MOST_LEFT_IN_SERVER);
    }

    /** By its classes, wherever they are at work: threads of the application and of the JVM, with and without a request. */
    @Test
    @Tag("longest")
    void workOfOwnClasses_isItsOwnInWhateverWayItIsDone() throws IOException {
        deploy("background");
        try {
            List<String> ways = load.ownWays();
            // what the first one takes to link lambdas and to start threads is on no account
            ways.forEach(way -> load.askInOwnWay(way, 1));
            Measured measured = Measured.first(() -> {
                load.begin();
                Map<String, Double> before = load.accountsOfOwnWays(ways);
                for (String way : ways) {
                    for (int i = 0; i < REQUESTS; i++) {
                        load.askInOwnWay(way, units(way));
                    }
                }
                Map<String, Double> used = load.accountsOfOwnWays(ways);
                used.replaceAll((way, nanos) -> nanos - before.get(way));
                Received received = load.received();
                // what a server takes to start a job is the application's as well, and on no account
                return Measured.of(used, received, way -> received.of("background", CPU, inOwnWay(way)));
            });
            Received received = measured.received();
            System.out.println("own work: " + measured);
            assertThat(measured).matches(Measured::isClose, CLOSE);
            for (String way : ways) {
                double right = received.part("background", CPU, inOwnWay(way));
                double wrong = received.part("shop", CPU, inOwnWay(way)) + received.part("billing", CPU, inOwnWay(way));
                System.out.printf(
                        "own %s: %.1f %% in its profile, %.1f %% in another application's, %.1f %% in the server's%n",
                        way, right * 100, wrong * 100, (1 - right - wrong) * 100);
                assertThat(wrong).as(way).isZero();
                assertThat(1 - right).as(way).isLessThan(MOST_LEFT_IN_SERVER);
                assertThat(received.part("background", ALLOCATED, inOwnWay(way)))
                        .as(way)
                        .isGreaterThan(1 - MOST_LEFT_IN_SERVER);
            }
            // what the JVM does for all of them is nobody's
            assertThat(received.threads("background", "shop", "billing"))
                    .noneMatch(thread -> thread.contains("CompilerThread") || thread.startsWith("G1 "));
        } finally {
            undeploy("background");
        }
    }

    private static Predicate<Stack> inOwnWay(String way) {
        return stack -> stack.contains(".OwnWork." + way) || stack.contains(".OwnWork_" + way);
    }
}
