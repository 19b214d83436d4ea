package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.ee.app.Burner;
import io.blackfire.conprof.harness.demo.Demo;
import io.blackfire.conprof.harness.demo.DemoServer;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

/** The demo in WildFly: one archive under two names, so that every class is there twice. */
public final class WildFlyDemo implements DemoServer {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path archives = Files.createTempDirectory("conprof-demo");
    private final WildFlyServer wildfly = WildFlyServer.installed(Jdk.current());

    private WildFlyDemo() throws IOException {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Demo.run(new WildFlyDemo());
    }

    @Override
    public void start(Map<String, String> settings, Consumer<String> say) throws IOException {
        say.accept("WildFly, with blackfire-conprof installed, boots with shop.war and billing.war ...");
        wildfly.settings(settings)
                .boots(archive("shop.war"))
                .boots(archive("billing.war"))
                .start();
        wildfly.get("/shop/burn?units=1");
        wildfly.get("/billing/burn?units=1");
    }

    private Path archive(String name) {
        Path file = archives.resolve(name);
        ShrinkWrap.create(WebArchive.class, name)
                .addClasses(BurnServlet.class, Burner.class)
                .addPackage(Account.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(file.toFile());
        return file;
    }

    @Override
    public HttpResponse<String> get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(wildfly.address().resolve(path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public String status() throws IOException {
        return wildfly.cli("/subsystem=blackfire-conprof:read-resource(include-runtime=true)");
    }

    @Override
    public void close() throws IOException {
        wildfly.close();
        Folders.delete(archives);
    }
}
