package io.blackfire.conprof.karaf;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.blackfire.conprof.harness.Await;

/** One running Karaf with folders and ports of its own, on the loopback interface. Closing leaves nothing behind. */
final class KarafServer implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(40);

    private final Setup setup;
    private final Path base;
    private final Etc etc;
    private final Ports ports;
    private final KarafShell shell;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path jdk;
    private Process process;

    private KarafServer(Setup setup, Path jdk) throws IOException {
        this.setup = setup;
        this.jdk = jdk;
        Files.createDirectories(setup.work());
        this.base = Files.createTempDirectory(setup.work(), "karaf");
        this.etc = new Etc(base.resolve("etc"));
        this.ports = Ports.free();
        String password = UUID.randomUUID().toString();
        Folders.copy(setup.home().resolve("etc"), base.resolve("etc"));
        Files.createDirectories(base.resolve("deploy"));
        Files.createDirectories(base.resolve("data"));
        etc.setUp(setup, ports, password);
        this.shell = new KarafShell(setup, ports.ssh(), password);
    }

    /** A server that does not run yet, for this JDK. */
    static KarafServer prepare(Setup setup, Path jdk) throws IOException {
        return new KarafServer(setup, jdk);
    }

    /** Starts it and waits until its shell answers. */
    KarafServer start() throws IOException {
        process = launch();
        Await.until("Karaf's shell answers, see " + base, BOOT, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Karaf ended:\n" + output());
            }
            return shell.answers();
        });
        return this;
    }

    /** Starts it and waits for nothing. */
    Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        setup.home().resolve("bin/karaf").toString(), "daemon")
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("output.log").toFile())
                .redirectInput(new File("/dev/null"));
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KARAF_") || name.startsWith("BLACKFIRE_"));
        environment.remove("JAVA_TOOL_OPTIONS");
        environment.put("KARAF_BASE", base.toString());
        environment.put("JAVA_HOME", jdk.toString());
        // set, it replaces the flags of Karaf's script, one of which JDK 24 and later refuse
        environment.put(
                "JAVA_OPTS", "-Xms64m -Xmx512m" + (Jdk.feature(jdk) < 24 ? " -Djava.security.manager=allow" : ""));
        process = builder.start();
        return process;
    }

    /** What a user does: add the repository, install the feature. */
    void installConprof() {
        shell.run("feature:repo-add " + setup.featuresUrl(), "feature:install blackfire-conprof");
    }

    void installWeb() {
        shell.run("feature:install http http-whiteboard war");
    }

    /** Installs and starts a sample application. */
    void deploy(String app) {
        shell.run("bundle:install -s " + setup.app(app).toUri());
    }

    void undeploy(String symbolicName) {
        shell.run("bundle:uninstall " + symbolicName);
    }

    /** What {@code blackfire:status} prints. */
    String status() {
        return shell.run("blackfire:status");
    }

    KarafShell shell() {
        return shell;
    }

    Etc etc() {
        return etc;
    }

    Path base() {
        return base;
    }

    /** The body of a page; waits until it is there, as web applications come up in the background. */
    String awaitGet(String path) {
        String[] body = new String[1];
        Await.until("GET " + path, Duration.ofSeconds(60), () -> {
            HttpResponse<String> response = get(path);
            body[0] = response == null || response.statusCode() != 200 ? null : response.body();
            return body[0] != null;
        });
        return body[0];
    }

    /** The answer to a request; null when nothing answers. */
    HttpResponse<String> get(String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + ports.http() + path);
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
        try {
            Process jstack = new ProcessBuilder(jdk.resolve("bin/jstack").toString(), Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            return new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's own log. */
    String log() {
        try {
            return Files.readString(base.resolve("data/log/karaf.log"));
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
            process.destroy();
            try {
                if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        Folders.delete(base);
    }
}
