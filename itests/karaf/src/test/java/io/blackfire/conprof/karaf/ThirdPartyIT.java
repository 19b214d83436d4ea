package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application that knows neither us nor OSGi, from Maven Central, deployed unchanged and used: a content repository
 * with a hundred libraries, some of which Karaf has as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdPartyIT {
    private static final Duration WORK = Duration.ofMinutes(5);
    private static final String NAME = "jackrabbit-webapp";
    private static final String SERVER = "root";
    private static final String CPU = "cpu-time/nanoseconds";
    private static final List<String> CODE =
            List.of("org.apache.jackrabbit.", "org.apache.lucene.", "org.apache.tika.");
    /** The bundle that it stores in. */
    private static final String DATABASE = "derby";
    /** Its copy of the XML APIs is not used, as its parser must be one by those of the JDK: Pax Web asks for it. */
    private static final String OPTIONS = "?Web-ContextPath=/jackrabbit&DynamicImport-Package=*&Import-Package="
            + "javax.servlet,javax.servlet.http,javax.xml,javax.xml.datatype,javax.xml.namespace,"
            + "javax.xml.parsers,javax.xml.stream,javax.xml.transform,javax.xml.transform.dom,javax.xml.transform.sax,"
            + "javax.xml.transform.stream,javax.xml.validation,javax.xml.xpath,org.w3c.dom,org.w3c.dom.bootstrap,"
            + "org.w3c.dom.events,org.w3c.dom.ls,org.xml.sax,org.xml.sax.ext,org.xml.sax.helpers";

    /** Wall-time is the third of the sample types. */
    private static final int WALL = 2;

    private static final long ENOUGH = 3_000_000_000L;

    private TestAgent agent;
    private KarafServer karaf;
    private Periods all;

    @BeforeAll
    void deployAndUse() throws IOException {
        Setup setup = Setup.ofSystemProperties();
        agent = TestAgent.unix().requireConprof();
        karaf = KarafServer.prepare(setup, Jdk.withShell());
        karaf.etc().configure("period = 2s\noverhead-limit = 100%\nagent-socket = " + agent.address() + "\n");
        karaf.bootConprof().bootWeb().start();
        karaf.shell()
                .run(
                        "bundle:install " + setup.app(DATABASE).toUri(),
                        "bundle:install -s 'webbundle:" + setup.app(NAME).toUri() + OPTIONS + "'");
        assertThat(karaf.awaitGet("/jackrabbit/")).contains("Content Repository");
        use(new WebDav(karaf.address().resolve("/jackrabbit/")));
        all = new Periods(agent.profiles());
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    private void use(WebDav repository) {
        assertThat(repository.create("repository").body()).contains("Content Repository Ready");
        int[] files = new int[1];
        Await.until("enough work by " + NAME, WORK, () -> {
            String file = "note-" + files[0]++ + ".txt";
            assertStatus(repository.put(file, "a note on " + file), 201);
            HttpResponse<String> note = repository.get(file);
            assertStatus(note, 200);
            assertThat(note.body()).isEqualTo("a note on " + file);
            HttpResponse<String> listing = repository.list();
            assertStatus(listing, 207);
            assertThat(listing.body()).contains("note-0.txt", file);
            return new Periods(agent.profiles()).of(NAME).total(CPU) > ENOUGH;
        });
    }

    private static void assertStatus(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void application_isProfiledUnderItsOwnName() {
        assertThat(all.of(NAME).profiles()).allSatisfy(profile -> assertThat(profile.tags())
                .containsEntry("deployment", "jackrabbit-webapp-2.22.0.war")
                .containsEntry("context_path", "/jackrabbit"));
        assertThat(all.applications()).contains(NAME, SERVER).isSubsetOf(NAME, SERVER, DATABASE);
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void server_hasNextToNothingOfItsCode() {
        long inApplication = cpuOfCode(NAME);
        long inServer = cpuOfCode(SERVER);
        assertThat(inApplication).isGreaterThan(ENOUGH / 2);
        // the first request may come in before the profiler knows that the application is there
        assertThat(inServer).isLessThan(inApplication / 50);
    }

    private long cpuOfCode(String application) {
        return all.of(application).sum(CPU, stack -> CODE.stream().anyMatch(stack::contains));
    }

    /** But for a look at one that has just been made and has not done anything yet. */
    @Test
    void itsOwnThreads_areItsOwn() {
        long all = wallOfItsPool(this.all);
        assertThat(all).isPositive();
        assertThat(wallOfItsPool(this.all.of(NAME))).isGreaterThan(all * 9 / 10);
    }

    private static long wallOfItsPool(Periods periods) {
        return periods.profiles().stream()
                .flatMap(profile -> profile.pprof().samples().stream())
                .filter(sample ->
                        sample.labels().getOrDefault("thread name", "").startsWith("jackrabbit-pool-"))
                .mapToLong(sample -> sample.values().get(WALL))
                .sum();
    }
}
