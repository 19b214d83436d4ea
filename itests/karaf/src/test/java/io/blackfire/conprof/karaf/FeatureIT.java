package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** Features: ours coming and going, a user's as one application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CPU = "cpu-time/nanoseconds";

    private final Setup setup = Setup.ofSystemProperties();
    private TestAgent agent;
    private KarafServer karaf;
    private int logged;

    @BeforeAll
    void startKaraf() throws IOException {
        agent = TestAgent.unix().requireConprof();
        karaf = KarafServer.prepare(setup, Jdk.withShell()).bootWeb().start();
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    @BeforeEach
    void configure() throws IOException {
        agent.clear();
        logged = karaf.log().length();
        karaf.etc().configure("period = 1s\nagent-socket = " + agent.address() + "\n");
    }

    @AfterEach
    void uninstall() {
        karaf.shell().run("feature:uninstall blackfire-conprof");
        assertThat(karaf.log()
                        .substring(logged)
                        .lines()
                        .filter(line -> line.startsWith("\tat "))
                        .limit(10))
                .isEmpty();
    }

    @Test
    void feature_isOneApplicationNamedAfterIt() throws IOException {
        karaf.installConprof();
        Path features = karaf.base().resolve("orders-features.xml");
        Files.writeString(
                features,
                """
                <features name="orders" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="orders" version="1.2"><bundle>%s</bundle></feature>
                </features>
                """
                        .formatted(setup.app("ticker").toUri()));
        karaf.shell().run("feature:repo-add " + features.toUri(), "feature:install orders");
        agent.awaitProfiles(profiles -> new Periods(profiles).of("orders").total(CPU) > 300_000_000, SOON);
        assertThat(agent.profiles())
                .filteredOn(profile -> profile.application().equals("orders"))
                .allMatch(profile -> profile.tags().get("deployment").equals("orders/1.2.0"));
        // what was a bundle for a moment while its feature was being installed has left no trace
        assertThat(agent.profiles())
                .extracting(profile -> profile.application())
                .containsOnly("orders", "root");
        assertThat(new Periods(agent.profiles()).of("root").stacksOfApplications())
                .isEmpty();
        karaf.shell().run("feature:uninstall orders");
    }

    @Test
    void feature_findsApplicationsThatRunAlready() throws IOException {
        karaf.deploy("shop");
        karaf.awaitGet("/shop/burn?units=1");
        karaf.installConprof();
        agent.awaitProfiles(1, SOON);
        agent.awaitProfiles(
                profiles -> {
                    karaf.awaitGet("/shop/burn?units=50");
                    return new Periods(profiles).of("shop").total(CPU) > 300_000_000;
                },
                SOON);
        assertThat(new Periods(agent.profiles()).of("root").stacksOfApplications())
                .isEmpty();
        karaf.undeploy("shop");
        Await.until("no shop", SOON, () -> {
            HttpResponse<String> answer = karaf.get("/shop/burn?account=shop");
            return answer != null && answer.statusCode() != 200;
        });
    }

    /** Once, one that was just starting while another had started was left out. */
    @Test
    void webApplications_thatComeTogether_areAllMarked() throws IOException {
        karaf.installConprof();
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        StringBuilder ids = new StringBuilder();
        for (String name : names) {
            Path war = Files.copy(setup.app("store"), karaf.base().resolve(name + ".war"));
            String installed = karaf.shell()
                    .run("bundle:install 'webbundle:" + war.toUri() + "?Bundle-SymbolicName=" + name
                            + "&Web-ContextPath=/" + name + "'");
            ids.append(' ').append(installed.replaceAll("(?s)\\D*(\\d+)\\s*", "$1"));
        }
        karaf.shell().run("bundle:start" + ids);
        // they have the same classes, so only the mark tells them apart
        agent.awaitProfiles(
                profiles -> {
                    names.forEach(name -> karaf.awaitGet("/" + name + "/burn?units=20"));
                    return names.stream()
                            .allMatch(name -> new Periods(profiles).of(name).total(CPU) > 50_000_000);
                },
                SOON);
        karaf.shell().run("bundle:uninstall" + ids);
    }

    @Test
    void quickStart_isWhatTheReadmeSays() throws IOException {
        String[] commands = Files.readString(Path.of("../../README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("**Apache Karaf"))
                .skip(1)
                .dropWhile(String::isBlank)
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .toArray(String[]::new);
        assertThat(commands).hasSizeBetween(3, 5);
        assertThat(karaf.shell().run(commands)).contains("Blackfire Conprof is ");
        Await.until("it runs", SOON, () -> karaf.status().contains("Blackfire Conprof is RUNNING"));
        agent.awaitProfiles(1, SOON);
    }

    @Test
    void ourFeature_leavesNothingAndComesBack() throws IOException {
        karaf.installConprof();
        agent.awaitProfiles(1, SOON);
        karaf.shell().run("feature:uninstall blackfire-conprof");
        Await.until("no thread of ours", SOON, () -> !karaf.threads().contains("blackfire"));
        karaf.shell().run("feature:install blackfire-conprof");
        agent.awaitNewPeriod(SOON);
    }

    /** To a version with which Karaf does not update our bundle, but takes it away and installs the other one. */
    @Test
    void otherVersion_keepsSettingsAndWhatWaits_andSoDoesTheWayBack() throws IOException {
        karaf.installConprof();
        agent.awaitProfiles(1, SOON);
        String newer = "99.0.0";
        Path features = FeaturesFile.write(karaf.base(), "blackfire-conprof", newer, List.of(bundle(newer)));
        karaf.shell().run("feature:repo-add " + features.toUri());
        try {
            moveTo(newer, newer);
            moveTo(setup.version(), setup.version().replace('-', '.'));
        } finally {
            agent.start();
            karaf.shell().run("feature:repo-remove " + features.toUri());
        }
        List<Long> numbers = agent.profiles().stream()
                .filter(profile -> profile.application().equals("root"))
                .map(profile -> Long.parseLong(profile.tags().get("profile_seq")))
                .distinct()
                .sorted()
                .toList();
        assertThat(numbers)
                .as("none is lost")
                .containsExactlyElementsOf(LongStream.range(numbers.get(0), numbers.get(0) + numbers.size())
                        .boxed()
                        .toList());
        assertThat(agent.violations()).isEmpty();
    }

    private void moveTo(String version, String bundleVersion) {
        agent.stop();
        Await.until("profiles that wait", SOON, () -> !karaf.spooled().isEmpty());
        karaf.shell().run("feature:install --upgrade blackfire-conprof/" + version);
        assertThat(karaf.shell().run("bundle:list -t 0 -s | grep io.blackfire.conprof"))
                .contains(bundleVersion);
        Await.until("its settings", SOON, () -> karaf.status().matches("(?s).*period +1s +configuration.*"));
        agent.start();
        agent.awaitNewPeriod(SOON);
        Await.until("nothing that waits", SOON, () -> karaf.spooled().isEmpty());
    }

    /** Ours under another version. */
    private String bundle(String version) throws IOException {
        Path ours = Folders.onlyOne(
                setup.repository().resolve("io/blackfire/conprof/conprof-bundle/" + setup.version()), "*.jar");
        Path other = Files.copy(ours, karaf.base().resolve("conprof-bundle-" + version + ".jar"));
        try (FileSystem jar = FileSystems.newFileSystem(other)) {
            Path manifest = jar.getPath("META-INF/MANIFEST.MF");
            String text = Files.readString(manifest);
            Files.writeString(manifest, text.replaceFirst("(?m)^Bundle-Version: .*$", "Bundle-Version: " + version));
        }
        return other.toUri().toString();
    }

    @Test
    void webConsole_comesAndGoesWithoutARefreshOfOurs() {
        karaf.installConprof();
        agent.awaitProfiles(1, SOON);
        String runningSince = karaf.status().lines().findFirst().orElseThrow();
        WebConsole admin = WebConsole.of(karaf).as(karaf.admin());
        karaf.shell().run("feature:install webconsole");
        Await.until("the page", SOON, () -> admin.status("blackfire") == 200);
        karaf.shell().run("feature:uninstall webconsole");
        Await.until("no console", SOON, () -> admin.status("blackfire") == 404);
        assertThat(karaf.status()).startsWith(runningSince);
    }

    @Test
    void configurationFile_isInstalledWithTheFeature() throws IOException {
        Path file = karaf.etc().folder().resolve("io.blackfire.conprof.cfg");
        Files.delete(file);
        karaf.installConprof();
        Await.until("etc/io.blackfire.conprof.cfg", SOON, () -> Files.exists(file));
        assertThat(Files.readString(file)).contains("#period = 45s");
        assertThat(karaf.status()).contains("45s");
    }
}
