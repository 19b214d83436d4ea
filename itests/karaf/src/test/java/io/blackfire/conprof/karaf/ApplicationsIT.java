package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** Which application gets what, on the real server. */
@ParameterizedClass
@MethodSource("jdks")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SERVER = "root";
    private static final String CPU = "cpu-time/nanoseconds";
    private static final String GATE = Periods.SAMPLES + "gate.Gate.doFilter";
    private static final int REQUESTS = 30;

    @Parameter
    private Jdk jdk;

    private TestAgent agent;
    private KarafServer karaf;

    static List<Jdk> jdks() throws IOException {
        return Rounds.of(Jdk.tested());
    }

    @BeforeParameterizedClassInvocation
    void startKaraf() throws IOException {
        agent = TestAgent.unix().requireConprof();
        karaf = KarafServer.prepare(Setup.ofSystemProperties(), jdk).optimized();
        karaf.etc().configure("period = 3s\noverhead-limit = 100%\nagent-socket = " + agent.address() + "\n");
        karaf.bootConprof().bootWeb().start();
        karaf.deploy("shop");
        karaf.deploy("billing");
        karaf.awaitGet("/shop/burn?units=1");
        karaf.awaitGet("/billing/burn?units=1");
    }

    @AfterParameterizedClassInvocation
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    @AfterEach
    void log_hasNoTraceOfOurs() {
        // the whole log when it fails, which has the reason
        assertThat(karaf.log()).doesNotContain("\n\tat io.blackfire.conprof.");
    }

    @Test
    void cpu_isDividedAsTheApplicationsUsedIt() {
        agent.awaitNewPeriod(SOON);
        agent.clear();
        long shopBefore = account("shop");
        long billingBefore = account("billing");
        for (int i = 0; i < REQUESTS; i++) {
            karaf.awaitGet("/shop/burn?units=210");
            karaf.awaitGet("/billing/burn?units=70");
        }
        long shopUsed = account("shop") - shopBefore;
        long billingUsed = account("billing") - billingBefore;
        agent.awaitNewPeriod(SOON);

        Periods all = new Periods(agent.profiles());
        double shop = all.of("shop").total(CPU);
        double billing = all.of("billing").total(CPU);
        System.out.printf(
                "%s: account %d:%d ms = %.2f, profiles %.0f:%.0f ms = %.2f%n",
                jdk,
                shopUsed / 1_000_000,
                billingUsed / 1_000_000,
                (double) shopUsed / billingUsed,
                shop / 1e6,
                billing / 1e6,
                shop / billing);
        assertThat((double) shopUsed / billingUsed).isCloseTo(3.0, withinPercentage(10));
        assertThat(shop / billing).isCloseTo((double) shopUsed / billingUsed, withinPercentage(10));
        assertThat(shop).isCloseTo(shopUsed, withinPercentage(10));
        assertThat(all.of(SERVER).stacksOfApplications()).isEmpty();
        assertThat(agent.violations()).isEmpty();
    }

    /**
     * Nothing but our frame tells one from the other. It is behind the application's own filters: what these do is nobody's,
     * and they are not started again because we come.
     */
    @Test
    void sameArchiveTwice_isToldApartBehindItsFilters() throws IOException {
        for (String name : List.of("one", "two")) {
            String location =
                    "webbundle:" + Setup.ofSystemProperties().app("gate").toUri() + "?Web-ContextPath=/" + name
                            + "&amp;Bundle-SymbolicName=" + name;
            karaf.deploy(FeaturesFile.write(karaf.base(), name, "1.0", List.of(location)));
            karaf.awaitGet("/" + name + "/burn?units=1&gate=1");
        }
        Await.until("both are known", SOON, () -> {
            karaf.awaitGet("/one/burn?units=20");
            karaf.awaitGet("/two/burn?units=20");
            return new Periods(agent.profiles()).applications().containsAll(Set.of("one", "two"));
        });
        agent.awaitNewPeriod(SOON);
        agent.clear();
        long oneBefore = account("one");
        long gateBefore = account("one-gate");
        for (int i = 0; i < REQUESTS; i++) {
            // always another length, lest the timer's beat is that of the requests
            int units = 18 + i % 5;
            karaf.awaitGet("/one/burn?units=" + 3 * units + "&gate=" + 3 * units);
            karaf.awaitGet("/two/burn?units=" + units + "&gate=" + units);
        }
        long oneUsed = account("one") - oneBefore;
        long gateUsed = account("one-gate") - gateBefore;
        agent.awaitNewPeriod(SOON);

        Periods all = new Periods(agent.profiles());
        assertThat(behindFilters(all.of("one"))).isCloseTo(oneUsed, withinPercentage(15));
        assertThat((double) behindFilters(all.of("one")) / behindFilters(all.of("two")))
                .isCloseTo(3, withinPercentage(15));
        assertThat(behindFilters(all)).isEqualTo(behindFilters(all.of("one")) + behindFilters(all.of("two")));
        assertThat(all.of(SERVER).sum(CPU, stack -> stack.contains(GATE)))
                .isCloseTo(gateUsed * 4 / 3, withinPercentage(15));
    }

    private static long behindFilters(Periods periods) {
        // to ask for an account is a request to the same servlet, in shop, but no work
        return periods.sum(
                CPU,
                stack -> stack.contains(Periods.SAMPLES + "web.Burn.doGet")
                        && stack.contains(Periods.SAMPLES + "work.Account.work"));
    }

    @Test
    void labels_tellArchiveContextPathAndServer() {
        // so much that samples are no matter of luck
        karaf.awaitGet("/shop/burn?units=200");
        ReceivedProfile shop = agent
                .awaitProfiles(
                        profiles -> profiles.stream()
                                .anyMatch(profile -> profile.application().equals("shop")),
                        SOON)
                .stream()
                .filter(profile -> profile.application().equals("shop"))
                .findFirst()
                .orElseThrow();
        assertThat(shop.tags())
                .containsEntry("deployment", "shop-2.1.war")
                .containsEntry("context_path", "/shop")
                .containsEntry("server", "karaf 4.4.10")
                .containsEntry("server_name", "root");
    }

    @Test
    void backgroundWork_isItsBundlesOwn() throws IOException {
        agent.clear();
        karaf.deploy("ticker");
        karaf.deploy("named");
        try {
            agent.awaitProfiles(
                    profiles -> new Periods(profiles).of("ticker").total(CPU) > 300_000_000
                            && profiles.stream()
                                    .anyMatch(profile -> profile.application().startsWith("Größe")),
                    SOON);
        } finally {
            undeploy("ticker");
            undeploy("named");
        }
        Periods all = new Periods(agent.profiles());
        assertThat(all.of(SERVER).stacksOfApplications()).isEmpty();
        assertThat(all.of("ticker").sum("alloc-space/bytes", stack -> true)).isPositive();
        assertThat(agent.profiles().stream().map(ReceivedProfile::application).filter(name -> name.startsWith("Größe")))
                .allMatch(name -> !name.contains(",") && name.endsWith("値段"));
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void application_undeployedInMidPeriod_stillGetsItsProfile() throws IOException {
        agent.awaitNewPeriod(SOON);
        agent.clear();
        deployTicker();
        undeploy("ticker");
        agent.awaitNewPeriod(SOON);
        assertThat(new Periods(agent.profiles()).of("ticker").total(CPU)).isPositive();
        assertThat(new Periods(agent.profiles()).of(SERVER).stacksOfApplications())
                .isEmpty();
    }

    @Test
    void application_updatedInMidPeriod_staysOne() throws IOException {
        agent.awaitNewPeriod(SOON);
        agent.clear();
        deployTicker();
        try {
            long[] most = {awaitAccount("ticker", used -> used > 200_000_000)};
            karaf.deploy("ticker");
            awaitAccount("ticker", used -> {
                boolean again = used < most[0];
                most[0] = Math.max(most[0], used);
                return again;
            });
            awaitAccount("ticker", used -> used > 0);
            agent.awaitNewPeriod(SOON);
        } finally {
            undeploy("ticker");
        }
        Periods ticker = new Periods(agent.profiles()).of("ticker");
        assertThat(ticker.total(CPU)).isPositive();
        assertThat(ticker.profiles()).extracting(ReceivedProfile::start).doesNotHaveDuplicates();
        assertThat(new Periods(agent.profiles()).of(SERVER).stacksOfApplications())
                .isEmpty();
    }

    private void deployTicker() throws IOException {
        long before = account("ticker");
        karaf.deploy("ticker");
        // it begins its account with 0
        awaitAccount("ticker", used -> used > 0 && used != before);
    }

    private void undeploy(String backgroundApp) throws IOException {
        karaf.undeploy(backgroundApp);
        Await.until(backgroundApp + " has ended", SOON, () -> !karaf.threads().contains('"' + backgroundApp + '"'));
    }

    private long awaitAccount(String application, LongPredicate wanted) {
        long[] used = new long[1];
        Await.until("account of " + application, SOON, () -> {
            used[0] = account(application);
            return wanted.test(used[0]);
        });
        return used[0];
    }

    private long account(String application) {
        return Long.parseLong(karaf.awaitGet("/shop/burn?account=" + application));
    }
}
