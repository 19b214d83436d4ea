package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.Setting;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.browser.Browser;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Rounds;

import static org.assertj.core.api.Assertions.assertThat;

/** The web console as its users have it: the page and the form in a real browser, and who may not use them. */
@ParameterizedClass
@MethodSource("jdks")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebConsoleIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ID = "an-id-nobody-may-see";
    private static final String TOKEN = "a-token-nobody-may-see";
    private static final String EVIL = "<img src=x onerror=\"document.title='owned'\">"
            + "<script>document.title='owned'</script> ${appRoot} \\$ \u202Eevil";

    @Parameter
    private Jdk jdk;

    private TestAgent agent;
    private KarafServer karaf;
    private Browser browser;
    private ConsoleUser user;
    private WebConsole admin;
    private Login viewer;

    static List<Jdk> jdks() throws IOException {
        return Rounds.of(Jdk.tested());
    }

    @BeforeParameterizedClassInvocation
    void startKaraf() throws IOException {
        browser = Browser.start(Path.of("target/screenshots/jdk" + jdk.feature()));
        agent = TestAgent.unix().requireConprof();
        karaf = KarafServer.prepare(Setup.ofSystemProperties(), jdk);
        karaf.etc().configure(settings());
        viewer = karaf.addUser("viewer", "viewer");
        karaf.bootConprof().bootWebConsole().start();
        karaf.deploy("shop");
        karaf.awaitGet("/shop/burn?units=1");
        admin = WebConsole.of(karaf).as(karaf.admin());
        user = new ConsoleUser(browser, karaf);
        // a browser sends its login when it is asked for one
        Await.until("the page", SOON, () -> admin.status("blackfire") == 200);
        user.logIn();
    }

    @AfterParameterizedClassInvocation
    void stopKaraf() throws IOException {
        browser.close();
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    @BeforeEach
    void configure() throws IOException {
        karaf.etc().configure(settings());
        awaitStatus("is RUNNING", " period 1s configuration");
    }

    @AfterEach
    void log_hasNoTraceOfOursAndNoSecret() {
        assertThat(karaf.log()).doesNotContain(ID, TOKEN);
        assertThat(karaf.log().lines().filter(line -> line.startsWith("\tat io.blackfire.conprof.")))
                .isEmpty();
    }

    @Test
    void console_wantsALoginForThePageAndItsButtons() {
        WebConsole nobody = WebConsole.of(karaf);
        for (WebConsole stranger : List.of(nobody, nobody.as(viewer), nobody.as(Login.of("karaf")))) {
            for (String path : List.of("blackfire", "blackfire/status.html.part", "blackfire/status.json")) {
                assertThat(stranger.get(path).statusCode()).isEqualTo(401);
                assertThat(stranger.get(path).body()).isEmpty();
            }
            assertThat(stranger.post("blackfire", Map.of("action", "stop")).statusCode())
                    .isEqualTo(401);
        }
        // nor is there another way to it, beside the console
        assertThat(karaf.get("/blackfire").statusCode()).isEqualTo(404);
        awaitStatus("is RUNNING");
    }

    @Test
    void page_showsTheStatusAndKeepsItFresh() {
        user.openPage();
        browser.run("window.loaded = true;");
        Await.until("samples of shop", SOON, () -> {
            karaf.awaitGet("/shop/burn?units=50");
            return browser.text("#applications").matches("(?s).*\\bshop\\t[1-9][\\d,]*\\t[1-9][\\d,]*\\t[1-9].*");
        });
        assertThat(browser.run("return window.loaded;")).isEqualTo(true);
        assertThat(browser.text("#blackfire"))
                .contains("Blackfire Conprof is running since ", "async-profiler 4.", "CPU by ctimer")
                .contains("root (server)\t", "Delivery to " + agent.address(), "\nwaiting\t", "Own cost, last period")
                .contains("\nperiod\t1s\tconfiguration", "\nserver-token\t***\tconfiguration")
                .contains("\ncpu-rate\t100\tdefault");
        assertThat(user.source()).doesNotContain(ID, TOKEN);
        // without a script
        assertThat(admin.get("blackfire").body()).contains("<bdi>shop</bdi>").doesNotContain(ID, TOKEN);
        assertThat(admin.get("blackfire/status.json").body()).startsWith("{\"state\":\"running\"");
        user.screenshots("page");
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void form_hasEverySettingWithItsHelp() {
        user.openForm();
        for (Setting setting : Setting.values()) {
            String field = ConsoleUser.field(setting.key());
            assertThat(browser.text("#editorForm")).contains(setting.doc() + ".", "(" + setting.key() + ")");
            assertThat("password".equals(browser.find(field).getDomAttribute("type")))
                    .isEqualTo(setting.secret());
            assertThat(browser.findAll(field + " option:not([value=''])"))
                    .extracting(option -> option.getDomAttribute("value"))
                    .isEqualTo(setting.choices());
        }
        assertThat(browser.find(ConsoleUser.field("period")).getDomProperty("value"))
                .isEqualTo("1s");
        assertThat(user.source()).doesNotContain(ID, TOKEN);
        user.screenshots("form");
    }

    @Test
    void form_changesWhatIsTypedAndNothingElse() {
        user.openForm();
        user.type("period", "2s");
        user.type("application-name", "Größe 値段");
        user.save();
        user.awaitPage("\nperiod\t2s\tconfiguration", "\napplication-name\tGröße 値段\tconfiguration");
        // left blank: from elsewhere, as before
        user.awaitPage("\nlabels\t\tdefault", "\nmode\tper-deployment\tdefault");
        awaitFile("# stays\n", "\nperiod = 2s\n", "\nserver-id = " + ID + "\n", "\nserver-token = " + TOKEN + "\n");
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals("Größe 値段")
                                && Duration.between(profile.start(), profile.end())
                                                .toMillis()
                                        > 1500),
                SOON);
        if (jdk.runsShell()) {
            assertThat(karaf.shell().run("config:list \"(service.pid=io.blackfire.conprof)\""))
                    .contains("period = 2s\n", "application-name = Größe 値段\n", "server-token = " + TOKEN + "\n");
            karaf.shell().run("config:property-set --pid io.blackfire.conprof period 3s");
            user.awaitPage("\nperiod\t3s\tconfiguration");
            awaitFile("# stays\n", "\nperiod = 3s\n");
        }
    }

    @Test
    void form_badValue_isRefusedWithTheReasonAndTheOldOneStays() {
        user.openForm();
        user.type("period", "<b>yesterday</b>");
        user.save();
        user.awaitPage("period=<b>yesterday</b> refused: must be a duration", "; using 1s", "\nperiod\t1s\t");
        awaitFile("\nperiod = <b>yesterday</b>\n");
        Await.until("it is logged", SOON, () -> karaf.log()
                .contains("period=<b>yesterday</b> refused: must be a duration"));
        user.screenshots("refused");
        user.openForm();
        user.type("period", "2s");
        user.save();
        user.awaitPage("\nperiod\t2s\tconfiguration");
        assertThat(browser.text("#blackfire")).doesNotContain("refused");
        // written back in the background, and not over what the next test writes
        awaitFile("\nperiod = 2s\n");
    }

    @Test
    void buttons_stopStartAndFlush() {
        user.openPage();
        assertThat(user.press("stop")).isEqualTo("The profiler was stopped.");
        assertThat(browser.text("#blackfire")).contains("Blackfire Conprof is stopped since ");
        user.screenshots("stopped");
        assertThat(user.press("flush")).isEqualTo("Flush failed: nothing to upload, the profiler is stopped");
        assertThat(user.press("start")).isEqualTo("The profiler was started.");
        user.awaitPage("Blackfire Conprof is running since ");
        agent.clear();
        assertThat(user.press("flush")).isEqualTo("The Agent took all profiles.");
        assertThat(agent.profiles()).isNotEmpty();
        agent.stop();
        try {
            assertThat(user.press("flush")).startsWith("Flush failed: Cannot deliver profiles: nothing answers as ");
            user.awaitPage("Cannot deliver profiles: ");
            user.screenshots("undelivered");
        } finally {
            agent.start();
        }
        user.openPage();
        assertThat(browser.findAll("#blackfire-message")).isEmpty();
    }

    @Test
    void request_thatThePageDidNotSend_isRefused() {
        String token = token(admin);
        String other = token(WebConsole.of(karaf).as(karaf.admin()));
        Map<String, String> stop = Map.of("action", "stop", "token", token);
        assertThat(other).isNotEqualTo(token);
        assertRefused(Map.of("action", "stop"));
        assertRefused(Map.of("action", "stop", "token", ""));
        assertRefused(Map.of("action", "stop", "token", other));
        assertRefused(stop, "Sec-Fetch-Site", "cross-site");
        assertRefused(stop, "Sec-Fetch-Site", "same-site");
        assertRefused(stop, "Origin", "http://elsewhere.example");
        assertRefused(stop, "Origin", "null");
        var unknown = admin.post("blackfire", Map.of("token", token, "action", "rm"));
        assertThat(unknown.statusCode()).isEqualTo(400);
        awaitStatus("is RUNNING");
        // nor can it show our buttons in a frame of its own: the console sees to that
        assertThat(admin.get("blackfire").headers().firstValue("X-Frame-Options"))
                .contains("SAMEORIGIN");
        Map<String, String> flush = Map.of("action", "flush", "token", token);
        var flushed = admin.post("blackfire", flush, "Origin", karaf.address().toString());
        assertThat(flushed.statusCode()).isEqualTo(303);
        assertThat(flushed.headers().firstValue("Location")).contains("/system/console/blackfire");
    }

    @Test
    void otherSite_makesTheBrowserSendButStopsNothing() throws IOException {
        var page = karaf.address().resolve("/system/console/blackfire");
        try (OtherSite site = OtherSite.posting(page, "action", "stop")) {
            browser.open(site.address());
            Await.until("the console's answer", SOON, () -> !browser.url().equals(site.address()));
        }
        // not for want of a login: the browser has sent it
        Await.until("the refusal", SOON, () -> browser.text("body").startsWith("Refused: "));
        awaitStatus("is RUNNING");
    }

    @Test
    void applicationName_isShownAsTextWhateverItIs(@TempDir Path folder) throws IOException {
        Path evil = Archives.named(Setup.ofSystemProperties().app("named"), folder, EVIL);
        karaf.deploy(evil);
        user.openPage();
        user.awaitPage(EVIL);
        String samples = browser.text("#applications");
        Await.until(
                "the page is fresh", SOON, () -> !browser.text("#applications").equals(samples));
        assertThat(browser.findAll("#blackfire img, #blackfire script")).isEmpty();
        assertThat(browser.run("return document.title;")).isEqualTo("Apache Karaf Web Console - Blackfire");
        // the answer apart from the name, which would turn it round
        assertThat(admin.get("blackfire").body()).contains("</bdi>: <bdi>200 ").doesNotContain("<img src=x", "${");
        user.screenshots("evil");
        karaf.undeploy(evil);
    }

    @Test
    void page_comesAndGoesWithTheBundle() {
        assertThat(admin.post("bundles/io.blackfire.conprof", Map.of("action", "stop"))
                        .statusCode())
                .isEqualTo(200);
        Await.until("no page", SOON, () -> admin.status("blackfire") == 404);
        admin.post("bundles/io.blackfire.conprof", Map.of("action", "start"));
        Await.until("the page", SOON, () -> admin.status("blackfire") == 200);
        awaitStatus("is RUNNING", " period 1s configuration");
    }

    private String settings() {
        return "# stays\nperiod = 1s\nupload-timeout = 10s\nagent-socket = " + agent.address() + "\nserver-id = " + ID
                + "\nserver-token = " + TOKEN + "\n";
    }

    private void assertRefused(Map<String, String> form, String... headers) {
        var answer = admin.post("blackfire", form, headers);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).startsWith("Refused: ");
    }

    private static String token(WebConsole user) {
        return user.get("blackfire").body().replaceAll("(?s).*name=\"token\" value=\"(\\w{64})\".*", "$1");
    }

    private void awaitFile(String... parts) {
        Path file = karaf.etc().folder().resolve("io.blackfire.conprof.cfg");
        Await.until("file with " + String.join(", ", parts), SOON, () -> {
            try {
                return Stream.of(parts).allMatch(Files.readString(file)::contains);
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void awaitStatus(String... parts) {
        Await.until("status with " + String.join(", ", parts), SOON, () -> Stream.of(parts)
                .allMatch(admin.get("blackfire/status.txt").body().replaceAll(" +", " ")::contains));
    }
}
