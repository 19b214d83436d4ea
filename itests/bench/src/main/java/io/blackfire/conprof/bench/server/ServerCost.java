package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.DeploymentManager;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.Burner;
import io.blackfire.conprof.ee.app.Report;
import io.blackfire.conprof.ee.app.ReportResource;
import io.blackfire.conprof.ee.app.RestApplication;
import io.blackfire.conprof.ee.inject.BeansServlet;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;
import io.blackfire.conprof.wildfly.WildFlyServer;

/** {@code mvn -Pcost}: what it costs a WildFly in CPU time, when it boots and deploys, and in heap; {@code -Dcost=boot} one alone. */
public final class ServerCost {
    private static final ModelNode SUBSYSTEM = Operations.createAddress("subsystem", "blackfire-conprof");
    private static final Pattern STARTED = Pattern.compile("WFLYSRV0025: .* started in (\\d+)ms");
    private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Duration SLICE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WARM_UP = 15;
    private static final int PAIRS = 16;
    private static final int BOOTS = 10;
    private static final int DEPLOYMENTS = 50;
    private static final double MOST_HEAP_MEGABYTES = 16;

    private final Jdk jdk = Jdk.current();
    private final Path folder = Files.createTempDirectory("conprof-cost");
    private final TestAgent agent;

    private ServerCost(TestAgent agent) throws IOException {
        this.agent = agent;
    }

    /**
     * Measures and prints.
     *
     * @param what {@code requests}, {@code boot}, {@code deploy}, {@code heap}, or several
     */
    public static void main(String[] what) throws IOException {
        List<String> wanted = List.of(what);
        try (TestAgent agent = TestAgent.unix()) {
            ServerCost cost = new ServerCost(agent);
            try {
                if (wanted.contains("requests")) {
                    cost.requests();
                }
                if (wanted.contains("boot")) {
                    cost.boot();
                }
                if (wanted.contains("deploy")) {
                    cost.deploy();
                }
                if (wanted.contains("heap")) {
                    cost.heap();
                }
            } finally {
                Folders.delete(cost.folder);
            }
        }
    }

    private void requests() throws IOException {
        try (WildFlyServer server = server(true).boots(archive("a.war")).start()) {
            Load load = new Load(server.address().resolve("/a/rest/json?units=0"));
            PairedSlices slices =
                    new PairedSlices(ProcessHandle.of(server.pid()).orElseThrow(), load, SLICE);
            Switch ours = new Subsystem(server);
            ours.off();
            slices.warmUp(WARM_UP);
            Switch bare = new BareProfiler(jdk, server.pid(), folder.resolve("bare.jfr"));
            say("CPU time per request, on over off: blackfire-conprof " + slices.measure(ours, PAIRS));
            say("CPU time per request, on over off: async-profiler    " + slices.measure(bare, PAIRS));
        }
    }

    private record Subsystem(WildFlyServer server) implements Switch {
        @Override
        public void on() throws IOException {
            server.manager().executeOperation(Operations.createOperation("start", SUBSYSTEM));
        }

        @Override
        public void off() throws IOException {
            server.manager().executeOperation(Operations.createOperation("stop", SUBSYSTEM));
        }
    }

    private void boot() throws IOException {
        Path archive = archive("a.war");
        double[] with = new double[BOOTS];
        double[] off = new double[BOOTS];
        double[] without = new double[BOOTS];
        for (int i = 0; i < BOOTS; i++) {
            with[i] = bootMillis(server(true).boots(archive));
            off[i] = bootMillis(configured(Map.of("enabled", "false")).boots(archive));
            without[i] = bootMillis(server(false).boots(archive));
        }
        say("Boot " + fastest(with) + " with");
        say("Boot " + fastest(off) + " with it, not enabled");
        say("Boot " + fastest(without) + " without");
    }

    /** What else the machine does only adds: the fastest ones tell what the profiler adds. */
    private static String fastest(double[] millis) {
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "%.0f, %.0f, %.0f ms, the median %.0f ms,",
                millis[0],
                millis[1],
                millis[2],
                Ratio.median(millis));
    }

    private static double bootMillis(WildFlyServer server) throws IOException {
        try (WildFlyServer running = server.start()) {
            // it may log it a moment after it answers
            Await.until("WildFly says how long it took", SOON, () -> STARTED.matcher(running.log())
                    .find());
            Matcher started = STARTED.matcher(running.log());
            return started.find() ? Double.parseDouble(started.group(1)) : Double.NaN;
        }
    }

    /** How long it takes to deploy an application with beans that does not use us: two servers, in turn, nothing sampled. */
    private void deploy() throws IOException {
        Path archive = folder.resolve("plain.war");
        ShrinkWrap.create(WebArchive.class, "plain.war")
                .addClass(BeansServlet.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .as(ZipExporter.class)
                .exportTo(archive.toFile(), true);
        try (WildFlyServer with = configured(Map.of("enabled", "false")).start();
                WildFlyServer without = server(false).start()) {
            double[] ratios = new double[DEPLOYMENTS];
            for (int i = -DEPLOYMENTS; i < ratios.length; i++) {
                double ratio = deployNanos(with, archive) / deployNanos(without, archive);
                if (i >= 0) {
                    ratios[i] = ratio;
                }
            }
            say("Time to deploy, installed over not installed: " + Ratio.of(ratios));
        }
    }

    private static double deployNanos(WildFlyServer server, Path archive) throws IOException {
        DeploymentManager deployments = server.manager().deploymentManager();
        long begin = System.nanoTime();
        deployments.deploy(Deployment.of(archive)).assertSuccess();
        long nanos = System.nanoTime() - begin;
        deployments.undeploy(UndeployDescription.of("plain.war")).assertSuccess();
        return nanos;
    }

    private void heap() throws IOException {
        Path[] archives = new Path[DEPLOYMENTS];
        for (int i = 0; i < DEPLOYMENTS; i++) {
            archives[i] = archive("app" + i + ".war");
        }
        double with = liveMegabytes(true, archives);
        double without = liveMegabytes(false, archives);
        say(String.format(
                Locale.ROOT,
                "Heap with %d deployments at work, after a collection: %.1f MB with, %.1f MB without, %.1f MB kept",
                DEPLOYMENTS,
                with,
                without,
                with - without));
        if (with - without > MOST_HEAP_MEGABYTES) {
            throw new IOException("more than the " + MOST_HEAP_MEGABYTES + " MB that we promise");
        }
    }

    private double liveMegabytes(boolean profiled, Path[] archives) throws IOException {
        WildFlyServer prepared = server(profiled);
        for (Path archive : archives) {
            prepared.boots(archive);
        }
        try (WildFlyServer server = prepared.start()) {
            agent.clear();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < archives.length; i++) {
                    server.get("/app" + i + "/rest/json?units=2");
                }
                if (profiled) {
                    server.manager().executeOperation(Operations.createOperation("flush", SUBSYSTEM));
                }
            }
            Program histogram = Program.run(
                    new ProcessBuilder(
                            jdk.program("jcmd").toString(), Long.toString(server.pid()), "GC.class_histogram"),
                    "",
                    Duration.ofMinutes(1));
            Matcher total = LIVE_BYTES.matcher(histogram.output());
            if (!total.find()) {
                throw new IOException(histogram.output());
            }
            return Long.parseLong(total.group(1)) / 1e6;
        }
    }

    private WildFlyServer server(boolean installed) throws IOException {
        return installed ? configured(Map.of()) : WildFlyServer.without(jdk).optimized();
    }

    private WildFlyServer configured(Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("agent-socket", agent.address());
        return WildFlyServer.installed(jdk).optimized().settings(settings);
    }

    private Path archive(String name) {
        Path file = folder.resolve(name);
        ShrinkWrap.create(WebArchive.class, name)
                .addClasses(RestApplication.class, ReportResource.class, Report.class, Burner.class)
                .addPackage(Account.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
