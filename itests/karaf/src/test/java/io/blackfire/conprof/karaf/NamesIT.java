package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** What settings say about names, labels and who gets a profile of his own, changed while everything runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SERVER = "root";
    private static final String NAMED = "Größe_ Maß und 値段";

    private TestAgent agent;
    private KarafServer karaf;

    @BeforeAll
    void startKaraf() throws IOException {
        Setup setup = Setup.ofSystemProperties();
        agent = TestAgent.unix().requireConprof();
        karaf = KarafServer.prepare(setup, Jdk.withShell());
        karaf.etc().configure(settings(""));
        karaf.bootConprof().start();
        karaf.deploy("ticker");
        karaf.deploy("named");
        List<String> bundles = Stream.of("crm-customers", "crm-contracts", "crm-rules", "work")
                .map(app -> setup.app(app).toUri().toString())
                .toList();
        karaf.deploy(FeaturesFile.write(karaf.base(), "orders", "1.2", bundles));
        await(names("ticker", NAMED, "orders", SERVER));
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    private String settings(String more) {
        return "period = 1s\nagent-socket = " + agent.address() + "\n" + more;
    }

    private static Predicate<Periods> names(String... names) {
        return period -> period.applications().equals(Set.of(names));
    }

    /** The first period under these settings of which this is true. */
    private Periods under(String more, Predicate<Periods> wanted) throws IOException {
        karaf.etc().configure(settings(more));
        return await(wanted);
    }

    private Periods await(Predicate<Periods> wanted) {
        Instant now = Instant.now();
        agent.awaitProfiles(
                profiles -> new Periods(profiles).after(now).stream().anyMatch(wanted), SOON);
        assertThat(agent.violations()).isEmpty();
        return new Periods(agent.profiles())
                .after(now).stream().filter(wanted).findFirst().orElseThrow();
    }

    @Test
    void names_areThoseOfTheSettingsAsLongAsTheySaySo() throws IOException {
        Periods renamed = under(
                "application-name = backbone\ndeployments.names = ticker:Clock,orders:Order Service\n",
                names("Clock", NAMED, "Order Service", "backbone"));
        assertThat(renamed.of("Clock").profiles().get(0).tags()).containsEntry("deployment", "ticker-1.0.jar");
        assertThat(renamed.of("Order Service").applicationPackages()).isEqualTo(Set.of("crm", "work"));

        under("", names("ticker", NAMED, "orders", SERVER));
    }

    @Test
    void oneNameForSeveral_isOneProfileWithALabelOnEachSample() throws IOException {
        Periods both = under("deployments.names = ticker:time,orders:time\n", names("time", NAMED, SERVER));
        assertThat(both.of("time").profiles()).singleElement().satisfies(profile -> {
            assertThat(profile.tags()).doesNotContainKey("deployment");
            assertThat(profile.pprof().samples())
                    .extracting(sample -> sample.labels().get("deployment"))
                    .contains("ticker-1.0.jar", "orders/1.2.0");
        });
    }

    @Test
    void deploymentsThatAreNotIncluded_countAsTheServer() throws IOException {
        Periods some =
                under("deployments.include = *er*,orders\ndeployments.exclude = tick*\n", names("orders", SERVER));
        assertThat(some.of(SERVER).applicationPackages()).isEqualTo(Set.of("ticker", "named", "work"));
        assertThat(some.of("orders").applicationPackages()).isEqualTo(Set.of("crm", "work"));
    }

    @Test
    void labels_areThoseOfAllAndOfEach() throws IOException {
        Periods labelled = under(
                "labels = region:eu\ndeployments.labels = ticker:team=time,o*:tier=gold,orders:team=sales\n",
                period -> tags(period, "orders").containsKey("tier"));
        assertThat(tags(labelled, "orders"))
                .containsEntry("region", "eu")
                .containsEntry("tier", "gold")
                .containsEntry("team", "sales")
                .containsEntry("deployment", "orders/1.2.0");
        assertThat(tags(labelled, "ticker"))
                .containsEntry("region", "eu")
                .containsEntry("team", "time")
                .doesNotContainKey("tier");
        assertThat(tags(labelled, SERVER)).containsEntry("region", "eu").doesNotContainKeys("team", "tier");
        assertThat(labelled.of("orders").profiles().get(0).pprof().samples())
                .extracting(sample -> sample.labels().get("module"))
                .contains("io.blackfire.conprof.apps.crm-customers", "io.blackfire.conprof.apps.crm-contracts");
    }

    @Test
    void singleMode_isOneProfileOfAll() throws IOException {
        Periods single = under("mode = single\n", names(SERVER));
        assertThat(single.of(SERVER).applicationPackages()).isEqualTo(Set.of("ticker", "named", "crm", "work"));
    }

    /** An application may come while settings that speak of it are in force already. */
    @Test
    void settings_areInForceForWhatComesLater() throws IOException {
        karaf.undeploy("ticker");
        Await.until("no ticker", SOON, () -> !karaf.threads().contains("\"ticker\""));
        under("deployments.names = tick*:none,ticker:Clock\n", names(NAMED, "orders", SERVER));
        karaf.deploy("ticker");
        await(names("Clock", NAMED, "orders", SERVER));
    }

    private static Map<String, String> tags(Periods period, String application) {
        return period.of(application).profiles().stream()
                .findFirst()
                .map(ReceivedProfile::tags)
                .orElse(Map.of());
    }
}
