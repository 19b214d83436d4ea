package io.blackfire.conprof.ee;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Stack;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * The hard case: one WAR deployed under two names, so that every class name is owned twice, and loaded 3:1 in every way in
 * which a server runs an application's code.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SameWarTwice {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CPU = "cpu-time/nanoseconds";
    private static final String ALLOCATED = "alloc-space/bytes";
    private static final int REQUESTS = 30;
    private static final int UNITS = 100;
    private static final int RATIO = 3;
    private static final double MOST_LEFT_IN_SERVER = 0.02;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestAgent agent;

    /** Where the server answers requests. */
    protected abstract URI server();

    /**
     * Makes the server upload to this Agent, every few seconds: a CPU timer begins anew with each period and thread, which
     * loses half an interval each.
     */
    protected abstract void configure(String agentSocket) throws IOException;

    /** For Arquillian. */
    @Deployment(name = "shop", testable = false)
    public static WebArchive shop() {
        return war("shop-2.1.war");
    }

    /** For Arquillian. */
    @Deployment(name = "billing", testable = false)
    public static WebArchive billing() {
        return war("billing.war");
    }

    private static WebArchive war(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addPackage(BurnServlet.class.getPackage())
                .addPackage(Account.class.getPackage());
    }

    @BeforeEach
    void startAgent() throws IOException {
        if (agent == null) {
            agent = TestAgent.unix().requireConprof();
            configure(agent.address());
        }
    }

    @AfterAll
    void stopAgent() throws IOException {
        if (agent != null) {
            agent.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "async", "rest/method", "rest/json", "timer", "executor"})
    void work_isDividedAsTheDeploymentsDidIt(String kind) {
        get("/shop-2.1/" + kind + "?units=1");
        get("/billing/" + kind + "?units=1");
        awaitNextPeriod();
        agent.clear();
        long shopBefore = account("shop-2.1");
        long billingBefore = account("billing");
        for (int i = 0; i < REQUESTS; i++) {
            get("/shop-2.1/" + kind + "?units=" + RATIO * UNITS);
            get("/billing/" + kind + "?units=" + UNITS);
        }
        double shopUsed = account("shop-2.1") - shopBefore;
        double billingUsed = account("billing") - billingBefore;
        awaitNextPeriod();

        double shop = sum("shop", CPU, SameWarTwice::ofApplication);
        double billing = sum("billing", CPU, SameWarTwice::ofApplication);
        double left = left(CPU);
        System.out.printf(
                "%s: account %.0f:%.0f ms, profiles %.0f:%.0f ms, %.1f %% left in the server%n",
                kind, shopUsed / 1e6, billingUsed / 1e6, shop / 1e6, billing / 1e6, left * 100);
        assertThat(shop).isCloseTo(shopUsed, withinPercentage(10));
        assertThat(billing).isCloseTo(billingUsed, withinPercentage(10));
        assertThat(sum("shop", ALLOCATED, SameWarTwice::ofApplication)
                        / sum("billing", ALLOCATED, SameWarTwice::ofApplication))
                .isCloseTo(RATIO, withinPercentage(10));
        assertThat(left).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(left(ALLOCATED)).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(agent.violations()).isEmpty();
    }

    private static boolean ofApplication(Stack stack) {
        return stack.contains("io.blackfire.conprof.apps.") || stack.contains("io.blackfire.conprof.ee.app.");
    }

    /** The part of the applications' work that is in nobody's profile but the server's. */
    private double left(String sampleType) {
        List<ReceivedProfile> profiles = agent.profiles();
        double all = sum(profiles, sampleType, SameWarTwice::ofApplication);
        double ofBoth = sum("shop", sampleType, SameWarTwice::ofApplication)
                + sum("billing", sampleType, SameWarTwice::ofApplication);
        return 1 - ofBoth / all;
    }

    private double sum(String application, String sampleType, Predicate<Stack> wanted) {
        List<ReceivedProfile> profiles = agent.profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
        return sum(profiles, sampleType, wanted);
    }

    private static double sum(List<ReceivedProfile> profiles, String sampleType, Predicate<Stack> wanted) {
        return profiles.stream()
                .mapToLong(profile -> profile.pprof().sum(sampleType, wanted))
                .sum();
    }

    /** Waits until a period has ended that began after now: the server's own share is never empty. */
    private void awaitNextPeriod() {
        var now = Instant.now();
        agent.awaitProfiles(
                profiles ->
                        profiles.stream().anyMatch(profile -> profile.start().isAfter(now)),
                SOON);
    }

    private long account(String context) {
        return Long.parseLong(get("/" + context + "/account"));
    }

    private String get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(server().resolve(path)).timeout(SOON).build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("GET " + path, e);
        }
    }
}
