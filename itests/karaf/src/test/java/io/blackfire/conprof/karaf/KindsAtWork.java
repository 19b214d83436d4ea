package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** One server in which an application of each {@link Kind} is deployed, at work, and, where it works by itself, undeployed. */
final class KindsAtWork implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration WORK = Duration.ofMinutes(5);
    private static final String CAMEL = "mvn:org.apache.camel.karaf/apache-camel/3.22.4/xml/features";
    private static final List<String> BACKGROUND = List.of("audit", "reports", "pricing", "feed", "nightly");
    private static final List<String> WEB = List.of("shop", "billing", "inventory");
    private static final long ENOUGH = 1_000_000_000;

    private final Setup setup = Setup.ofSystemProperties();
    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final Map<String, Long> accounts = new HashMap<>();
    private KarafServer karaf;
    private Path crm;

    /** Returns what arrived, when all is done. */
    Periods run() throws IOException {
        karaf = KarafServer.prepare(setup, Jdk.withShell()).optimized();
        karaf.etc().configure("period = 3s\noverhead-limit = 100%\nagent-socket = " + agent.address() + "\n");
        karaf.etc().knowFeatures(CAMEL);
        karaf.etc().bootFeatures("aries-blueprint,camel-core,scheduler,scr");
        karaf.bootConprof().bootWeb().start();
        deployAll();
        work();
        undeployBackground();
        readAccounts();
        awaitNextPeriod();
        return new Periods(agent.profiles());
    }

    /** The CPU time in nanoseconds that each application used by its own account. */
    Map<String, Long> accounts() {
        return accounts;
    }

    private void deployAll() throws IOException {
        List<String> bundles = Stream.of("crm-web", "crm-customers", "crm-contracts", "crm-rules", "work")
                .map(this::uri)
                .toList();
        String catalog = "webbundle:" + uri("catalog") + "?Web-ContextPath=/catalog";
        crm = FeaturesFile.write(karaf.base(), "crm", "3.1", bundles);
        karaf.deploy(crm);
        karaf.awaitGet("/crm/burn?units=1");
        karaf.deploy(FeaturesFile.write(karaf.base(), "catalog", "3.0", List.of(catalog)));
        karaf.awaitGet("/catalog/burn?units=1");
        karaf.shell().run("bundle:install -s webbundle:" + uri("store") + "?Web-ContextPath=/store");
        for (String app : BACKGROUND) {
            karaf.deploy(app);
        }
        karaf.deploy("dispatch");
        for (String app : WEB) {
            karaf.deploy(app);
        }
    }

    private String uri(String app) {
        return setup.app(app).toUri().toString();
    }

    /** Until every application has done enough by its own account. */
    private void work() {
        List<String> paths =
                Kind.all().stream().flatMap(kind -> kind.paths().stream()).toList();
        paths.forEach(path -> karaf.awaitGet(path + "?units=1"));
        try {
            Await.until("enough work by all", WORK, () -> {
                paths.forEach(path -> karaf.awaitGet(path + "?units=100"));
                readAccounts();
                return accounts.values().stream().allMatch(used -> used > ENOUGH);
            });
        } catch (AssertionError e) {
            throw new AssertionError(accounts.toString(), e);
        }
    }

    private void undeployBackground() throws IOException {
        for (String app : BACKGROUND) {
            karaf.undeploy(app);
        }
        // one after the other: Karaf's features service loses one of two changes at once
        karaf.undeploy("dispatch");
        awaitEnd(List.of("ticker"));
        karaf.undeploy(crm);
        awaitEnd(Kind.all().stream().flatMap(kind -> kind.threads().stream()).toList());
    }

    private void awaitEnd(List<String> threads) {
        Await.until("no thread of " + threads, SOON, () -> {
            String dump = karaf.threads();
            return threads.stream().noneMatch(thread -> dump.contains('"' + thread + '"'));
        });
    }

    private void readAccounts() {
        for (Kind kind : Kind.all()) {
            for (String name : kind.accounts()) {
                accounts.put(name, Long.parseLong(karaf.awaitGet("/shop/burn?account=" + name)));
            }
        }
    }

    private void awaitNextPeriod() {
        agent.awaitNewPeriod(SOON);
        assertThat(agent.violations()).isEmpty();
    }

    @Override
    public void close() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }
}
