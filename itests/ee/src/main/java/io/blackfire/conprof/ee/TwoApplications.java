package io.blackfire.conprof.ee;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.ee.app.Burner;
import io.blackfire.conprof.harness.machine.Folders;

/** What demos deploy and ask: one archive under two names, so that every class is there twice. */
public final class TwoApplications implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path archives = Files.createTempDirectory("conprof-demo");

    /** With archives in a folder of its own, which goes with it. */
    public TwoApplications() throws IOException {}

    /** The archive under this name. */
    public Path archive(String name) {
        Path file = archives.resolve(name);
        ShrinkWrap.create(WebArchive.class, name)
                .addClasses(BurnServlet.class, Burner.class)
                .addPackage(Account.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(file.toFile());
        return file;
    }

    /** The answer, or null when there is none. */
    public HttpResponse<String> get(URI address) {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        Folders.delete(archives);
    }
}
