package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** We, and what applications need, come and go in other orders than usual: whatever works at the time has its profile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnyOrderIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SERVER = "root";
    private static final String PROFILER = "blackfire-conprof";
    /** What each application needs to work. */
    private static final Map<String, String> NEEDS =
            Map.of("shop", "war", "reports", "scr", "pricing", "aries-blueprint", "billing", "http-whiteboard");
    /** Those that are deployed only while what they need is there. */
    private static final Map<String, String> WEB = Map.of("war", "shop", "http-whiteboard", "billing");

    private final Set<String> installed = new TreeSet<>();
    private TestAgent agent;
    private KarafServer karaf;
    private String runningSince;

    @BeforeAll
    void deployToABareServer() throws IOException {
        agent = TestAgent.unix().requireConprof();
        Setup setup = Setup.ofSystemProperties();
        karaf = KarafServer.prepare(setup, Jdk.withShell());
        karaf.etc().configure("period = 1s\noverhead-limit = 100%\nagent-socket = " + agent.address() + "\n");
        karaf.etc().knowFeatures(setup.featuresUrl());
        karaf.start();
        for (String app : List.of("ticker", "work", "reports", "pricing")) {
            karaf.deploy(app);
        }
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+blackfire-conprof +scr +war +webconsole -scr -webconsole -war -blackfire-conprof",
                "+war +webconsole +blackfire-conprof +scr -webconsole -war +war -blackfire-conprof -scr -war",
                "+aries-blueprint +http-whiteboard +blackfire-conprof -aries-blueprint +scr -http-whiteboard "
                        + "+aries-blueprint +http-whiteboard -blackfire-conprof -scr -aries-blueprint -http-whiteboard",
            })
    void whateverWorks_hasItsProfile(String steps) throws IOException {
        for (String step : steps.split(" ")) {
            take(step);
            if (installed.contains(PROFILER)) {
                awaitExactlyWhatWorks(step);
                assertNotInterrupted(step);
            }
        }
        assertThat(installed).isEmpty();
        assertThat(agent.violations()).isEmpty();
        assertThat(karaf.log().lines().filter(line -> line.startsWith("\tat io.blackfire.conprof.")))
                .isEmpty();
    }

    private void take(String step) throws IOException {
        String feature = step.substring(1);
        String app = WEB.get(feature);
        if (step.startsWith("-") && app != null) {
            karaf.undeploy(app);
        }
        if (step.startsWith("+")) {
            karaf.shell().run("feature:install " + feature);
            installed.add(feature);
        } else {
            karaf.shell().run("feature:uninstall " + feature);
            installed.remove(feature);
        }
        if (step.startsWith("+") && app != null) {
            // not before: a bundle that waits for the servlet API is resolved before the API's fragments are there
            karaf.deploy(app);
        }
    }

    private void awaitExactlyWhatWorks(String step) {
        Set<String> works = new HashSet<>(Set.of("ticker", SERVER));
        NEEDS.forEach((app, feature) -> {
            if (installed.contains(feature)) {
                works.add(app);
            }
        });
        Instant now = Instant.now();
        Await.until(step + ": a period of " + works, SOON, () -> {
            karaf.get("/shop/burn?units=20");
            karaf.get("/billing/burn?units=20");
            return new Periods(agent.profiles())
                    .after(now).stream()
                            .anyMatch(period -> period.applications().equals(works)
                                    && period.of(SERVER).stacksOfApplications().isEmpty());
        });
    }

    /** The servlet classes that we were wired to go with the web container: then, and only then, the framework refreshes us. */
    private void assertNotInterrupted(String step) {
        String now = karaf.status().lines().findFirst().orElseThrow();
        if (step.equals("+" + PROFILER) || step.startsWith("-") && WEB.containsKey(step.substring(1))) {
            runningSince = now;
        }
        assertThat(now).as(step).isEqualTo(runningSince).contains("RUNNING since");
    }
}
