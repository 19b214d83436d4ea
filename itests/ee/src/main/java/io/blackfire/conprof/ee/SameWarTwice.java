package io.blackfire.conprof.ee;

import java.io.IOException;

import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.ee.background.OwnThreadsServlet;
import io.blackfire.conprof.harness.TestAgent;

import static io.blackfire.conprof.ee.Received.ALLOCATED;
import static io.blackfire.conprof.ee.Received.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * The hard case: one WAR deployed under two names, so that every class name is owned twice, and loaded 3:1 in every way in
 * which a server runs an application's code; and beside it an application of its own that has a library of both.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SameWarTwice {
    private static final int REQUESTS = 5;
    private static final int UNITS = 200;
    private static final int RATIO = 3;
    private static final double MOST_LEFT_IN_SERVER = 0.02;

    private TestAgent agent;
    private Client client;

    @ArquillianResource
    private Deployer deployer;

    /** The server. */
    protected abstract EeServer server();

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

    /** For Arquillian. */
    @Deployment(name = "early", managed = false, testable = false)
    public static WebArchive early() {
        return war("early.war")
                .setWebXML(
                        new StringAsset(
                                """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <context-param>
                    <param-name>units-at-start</param-name>
                    <param-value>600</param-value>
                  </context-param>
                  <context-param>
                    <param-name>units-at-stop</param-name>
                    <param-value>600</param-value>
                  </context-param>
                </web-app>
                """));
    }

    /** For Arquillian. */
    @Deployment(name = "background", managed = false, testable = false)
    public static WebArchive background() {
        return ShrinkWrap.create(WebArchive.class, "background.war")
                .addPackage(OwnThreadsServlet.class.getPackage())
                .addAsResource("META-INF/batch-jobs/work.xml")
                .addAsLibrary(library());
    }

    private static WebArchive war(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addPackage(BurnServlet.class.getPackage())
                .addAsLibrary(library());
    }

    private static JavaArchive library() {
        return ShrinkWrap.create(JavaArchive.class, "work.jar").addPackage(Account.class.getPackage());
    }

    @BeforeEach
    void startAgent() throws IOException {
        if (agent == null) {
            agent = TestAgent.unix().requireConprof();
            client = new Client(server().http());
            server().configure(agent.address());
        }
    }

    @AfterAll
    void stopAgent() throws IOException {
        if (agent != null) {
            agent.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "servlet",
                "async",
                "dispatch",
                "timeout",
                "io",
                "session",
                "socket",
                "rest/method",
                "rest/json",
                "asynchronous",
                "timer",
                "message",
                "executor",
                "include",
                "remote"
            })
    void work_isDividedAsTheDeploymentsDidIt(String kind) throws IOException {
        ask("shop-2.1", "billing", kind, 1);
        ask("billing", "shop-2.1", kind, 1);
        begin();
        long shopBefore = account("shop-2.1");
        long billingBefore = account("billing");
        for (int i = 0; i < REQUESTS; i++) {
            ask("shop-2.1", "billing", kind, RATIO * UNITS);
            ask("billing", "shop-2.1", kind, UNITS);
        }
        double shopUsed = account("shop-2.1") - shopBefore;
        double billingUsed = account("billing") - billingBefore;
        Received received = received();

        double shop = received.of("shop", CPU);
        double billing = received.of("billing", CPU);
        double left = received.left(CPU, "shop", "billing");
        System.out.printf(
                "%s: account %.0f:%.0f ms, profiles %.0f:%.0f ms, %.1f %% left in the server%n",
                kind, shopUsed / 1e6, billingUsed / 1e6, shop / 1e6, billing / 1e6, left * 100);
        assertThat(shop).isCloseTo(shopUsed, withinPercentage(10));
        assertThat(billing).isCloseTo(billingUsed, withinPercentage(10));
        assertThat(received.of("shop", ALLOCATED) / received.of("billing", ALLOCATED))
                .isCloseTo(RATIO, withinPercentage(10));
        assertThat(left).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(received.left(ALLOCATED, "shop", "billing")).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void workAtStartAndStop_isTheDeployments() throws IOException {
        begin();
        deployer.deploy("early");
        long atStart = account("early");
        deployer.undeploy("early");
        long used = account("early");
        Received received = received();

        assertThat(atStart).isPositive();
        assertThat(used).isGreaterThan(atStart);
        assertThat(received.of("early", CPU)).isCloseTo(used, withinPercentage(10));
        assertThat(received.left(CPU, "early")).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(received.left(ALLOCATED, "early")).isLessThan(MOST_LEFT_IN_SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "pool", "batch"})
    void workOfOwnClassesInThreadsThatTellNothing_isItsOwn(String kind) throws IOException {
        begin();
        deployer.deploy("background");
        for (int i = 0; i < REQUESTS; i++) {
            client.get("/background/" + kind + "?units=" + UNITS);
        }
        deployer.undeploy("background");
        double used = account("background");
        Received received = received();

        assertThat(received.of("background", CPU)).isCloseTo(used, withinPercentage(10));
        assertThat(received.left(CPU, "background")).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(received.left(ALLOCATED, "background")).isLessThan(MOST_LEFT_IN_SERVER);
    }

    private void ask(String application, String neighbour, String kind, int units) {
        switch (kind) {
            case "socket" -> client.talk("/" + application + "/socket", Integer.toString(units));
            case "include", "remote" ->
                client.get("/" + neighbour + "/" + kind + "?neighbour=" + application + "&units=" + units);
            default -> client.get("/" + application + "/" + kind + "?units=" + units);
        }
    }

    /** All that was before now is uploaded and forgotten. */
    private void begin() throws IOException {
        server().flush();
        agent.clear();
    }

    private Received received() throws IOException {
        server().flush();
        return new Received(agent.profiles());
    }

    private long account(String module) {
        return Long.parseLong(client.get("/billing/account?of=" + module));
    }
}
