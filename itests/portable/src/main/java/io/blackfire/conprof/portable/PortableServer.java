package io.blackfire.conprof.portable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.blackfire.conprof.ee.Client;
import io.blackfire.conprof.ee.Server;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;
import io.blackfire.conprof.harness.machine.Traces;

/** One server in a folder of its own. Closing leaves nothing behind but its log. */
final class PortableServer implements Server {
    private static final Duration LOADED = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LAST_LOG = 20_000;

    private final Product product;
    private final Path base;
    private final Path log;
    private final Process process;
    private final URI http;

    private PortableServer(Product product, Path base, Path log, Process process, int port) {
        this.product = product;
        this.base = base;
        this.log = log;
        this.process = process;
        this.http = URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it; its applications may be there {@linkplain #awaitPage later}. */
    static PortableServer start(Product product, Setup setup) throws IOException {
        Path work = Files.createDirectories(Path.of(System.getProperty("portable.work")));
        Path base = Files.createTempDirectory(work, product.toString());
        int port = Setup.freePort();
        Path log = base.resolveSibling(product + ".log");
        ProcessBuilder builder = product.command(base, port, setup);
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).directory(base.toFile());
        return new PortableServer(product, base, log, builder.start(), port);
    }

    /** The body of a page once it is there. */
    String awaitPage(String path) {
        Client client = new Client(http);
        Await.until(path, LOADED, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server has ended: " + lastLog());
            }
            try {
                return client.ask(path).statusCode() == 200;
            } catch (AssertionError e) {
                // it does not listen yet
                return false;
            }
        });
        return client.get(path);
    }

    @Override
    public URI http() {
        return http;
    }

    @Override
    public String get(String path) {
        return new Client(http).get(path);
    }

    /** Does as an administrator does, with the archive alone; it is there when it tells what the profiler says. */
    @Override
    public void deploy(Path archive) throws IOException {
        Path file = archive.getFileName();
        Path here = Files.copy(archive, base.resolve(file));
        Files.move(here, product.archives(base).resolve(file));
        awaitPage("/" + file.toString().replace(".war", "") + "/jmx/state");
    }

    @Override
    public void undeploy(String archive) throws IOException {
        Files.delete(product.archives(base).resolve(archive));
        Await.until(archive + " to end", LOADED, () -> product.ended(base, log(), archive.replace(".war", "")));
    }

    @Override
    public Traces traces() {
        return new Traces(process.pid(), Jdk.current());
    }

    /** The end of what it logged, for the messages of failed tests. */
    private String lastLog() {
        String all = log();
        return all.substring(Math.max(0, all.length() - LAST_LOG));
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Program.end(process, STOP);
        Folders.delete(base);
    }
}
