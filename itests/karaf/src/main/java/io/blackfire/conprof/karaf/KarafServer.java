package io.blackfire.conprof.karaf;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/** One running Karaf with folders and ports of its own, on the loopback interface. Closing leaves nothing behind. */
final class KarafServer implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(5);
    private static final List<String> WEB = List.of("http", "http-whiteboard", "war");
    private static final Duration STOP = Duration.ofSeconds(40);

    private final Setup setup;
    private final Path base;
    private final Etc etc;
    private final Ports ports;
    private final Login admin;
    private final KarafShell shell;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Jdk jdk;
    private boolean quickStart = true;
    private boolean web;
    private boolean bootsFeatures = true;
    private Process process;

    private KarafServer(Setup setup, Jdk jdk) throws IOException {
        this.setup = setup;
        this.jdk = jdk;
        Files.createDirectories(setup.work());
        this.base = Files.createTempDirectory(setup.work(), "karaf");
        this.etc = new Etc(base.resolve("etc"));
        this.ports = Ports.free();
        this.admin = Login.of("karaf");
        Folders.copy(setup.home().resolve("etc"), base.resolve("etc"));
        Files.createDirectories(base.resolve("deploy"));
        Files.createDirectories(base.resolve("data"));
        etc.setUp(setup, ports, admin);
        if (!jdk.runsShell()) {
            etc.setUpWithoutSecurityManager();
        }
        this.shell = new KarafShell(ports.ssh(), admin);
    }

    /** A server that does not run yet, for this JDK. */
    static KarafServer prepare(Setup setup, Jdk jdk) throws IOException {
        return new KarafServer(setup, jdk);
    }

    /** Runs it as users do, for what is measured: it is slower to start. */
    KarafServer optimized() {
        quickStart = false;
        return this;
    }

    /** Our feature is there when the server has started: the way that needs no shell. */
    KarafServer bootConprof() throws IOException {
        etc.knowFeatures(setup.featuresUrl());
        etc.bootFeatures("blackfire-conprof");
        return this;
    }

    /** A web container is there when the server has started. */
    KarafServer bootWeb() throws IOException {
        etc.bootFeatures(String.join(",", WEB));
        web = true;
        return this;
    }

    /** So is the web console. */
    KarafServer bootWebConsole() throws IOException {
        etc.bootFeatures("webconsole");
        return bootWeb();
    }

    /** A static server: these bundles, by their paths in a Maven repository, are there when it starts, and nothing ever comes. */
    KarafServer bootStatic(Map<String, Path> bundles) throws IOException {
        etc.startStatic(List.copyOf(bundles.keySet()));
        for (var bundle : bundles.entrySet()) {
            String[] mvn = bundle.getKey().split("/");
            Path folder = base.resolve("system/" + mvn[0].replace('.', '/') + "/" + mvn[1] + "/" + mvn[2]);
            Files.copy(bundle.getValue(), Files.createDirectories(folder).resolve(mvn[1] + "-" + mvn[2] + ".jar"));
        }
        bootsFeatures = false;
        return this;
    }

    /** Starts it and waits until all answers that it has: web container, and shell, which comes with the last of its features. */
    KarafServer start() throws IOException {
        launch();
        Await.until("Karaf answers, see " + base, BOOT, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Karaf ended:\n" + output());
            }
            return (!web || get("/") != null)
                    && (!bootsFeatures || (jdk.runsShell() ? shell.answers() : shell.listens()));
        });
        return this;
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        setup.home().resolve("bin/karaf").toString(), "daemon")
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("output.log").toFile())
                .redirectInput(new File("/dev/null"));
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KARAF_") || name.startsWith("BLACKFIRE_"));
        environment.remove("JAVA_TOOL_OPTIONS");
        environment.put("KARAF_BASE", base.toString());
        environment.put("JAVA_HOME", jdk.home().toString());
        // set, it replaces the flags of Karaf's script, one of which JDK 24 and later refuse
        environment.put(
                "JAVA_OPTS",
                "-Xms64m -Xmx512m" + (quickStart ? " " + Jdk.QUICK_START : "")
                        + (jdk.runsShell() ? " -Djava.security.manager=allow" : ""));
        process = builder.start();
    }

    /** What a user does: add the repository, install the feature. */
    void installConprof() {
        shell.run("feature:repo-add " + setup.featuresUrl(), "feature:install blackfire-conprof");
    }

    void installWeb() {
        shell.run("feature:install " + String.join(" ", WEB));
    }

    /** Puts an archive into the deploy folder, new or again: the server finds it there. Not before the server has started. */
    void deploy(Path archive) throws IOException {
        // in one step, as the server must not see half an archive
        Path half = Files.copy(archive, base.resolve("half"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, deployed(archive), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The same for a sample application. */
    void deploy(String app) throws IOException {
        deploy(setup.app(app));
    }

    void undeploy(Path archive) throws IOException {
        Files.delete(deployed(archive));
    }

    void undeploy(String app) throws IOException {
        undeploy(setup.app(app));
    }

    private Path deployed(Path archive) {
        return base.resolve("deploy").resolve(archive.getFileName());
    }

    /** What {@code blackfire:status} prints. */
    String status() {
        return shell.run("blackfire:status");
    }

    /** The address of its web container. */
    URI address() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    KarafShell shell() {
        return shell;
    }

    /** The user that may do everything. */
    Login admin() {
        return admin;
    }

    /** Another user, from the next start on. */
    Login addUser(String name, String roles) throws IOException {
        Login login = Login.of(name);
        etc.addUser(login, roles);
        return login;
    }

    /** A connection to the server's MBeans, as any management client makes it; waits until it can be made. */
    JMXConnector jmx(Login login) throws IOException {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi://127.0.0.1:" + ports.rmi() + "/jndi/rmi://127.0.0.1:"
                + ports.registry() + "/karaf-root");
        Map<String, ?> credentials = Map.of(JMXConnector.CREDENTIALS, new String[] {login.user(), login.password()});
        JMXConnector connector = JMXConnectorFactory.newJMXConnector(url, credentials);
        Await.until("JMX", BOOT, () -> {
            try {
                connector.connect();
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        return connector;
    }

    Etc etc() {
        return etc;
    }

    Ports ports() {
        return ports;
    }

    Path base() {
        return base;
    }

    /** Our folders for recordings. */
    List<Path> recordings() {
        return Folders.files(base.resolve("data/blackfire-conprof")).stream()
                .filter(file -> file.getParent().endsWith("recordings"))
                .toList();
    }

    /** The profiles that wait on disk. */
    List<Path> spooled() {
        return Folders.files(base.resolve("data/blackfire-conprof")).stream()
                .filter(file -> file.toString().endsWith(".profile"))
                .toList();
    }

    /** Ends it as {@code kill -9} does; {@link #start} brings it back. */
    void kill() {
        Program.kill(process);
    }

    long pid() {
        return process.pid();
    }

    /** The body of a page; waits until it is there, as web applications come up in the background. */
    String awaitGet(String path) {
        String[] body = new String[1];
        Await.until("GET " + path, BOOT, () -> {
            HttpResponse<String> response = get(path);
            body[0] = response == null || response.statusCode() != 200 ? null : response.body();
            return body[0] != null;
        });
        return body[0];
    }

    /** The answer to a request; null when nothing answers. */
    HttpResponse<String> get(String path) {
        try {
            URI uri = address().resolve(path);
            return http.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** A dump of the server's threads. */
    String threads() {
        return jdk.threads(process.pid());
    }

    /** The server's own log; empty before it has one. */
    String log() {
        try {
            Path log = base.resolve("data/log/karaf.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String output() {
        try {
            return Files.readString(base.resolve("output.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Program.end(process, STOP);
        }
        shell.close();
        // for whoever wants to know why a test failed
        Files.writeString(base.resolveSibling(base.getFileName() + ".log"), log());
        Folders.delete(base);
    }
}
