package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;

import io.blackfire.conprof.harness.demo.Demo;
import io.blackfire.conprof.harness.demo.DemoServer;
import io.blackfire.conprof.harness.machine.Jdk;

/** The demo in Karaf. */
public final class KarafDemo implements DemoServer {
    private final Jdk jdk = Jdk.current();
    private final KarafServer karaf =
            KarafServer.prepare(Setup.ofSystemProperties(), jdk).optimized();

    private KarafDemo() throws IOException {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Demo.run(new KarafDemo());
    }

    @Override
    public void start(Map<String, String> settings, Consumer<String> say) throws IOException {
        StringBuilder configuration = new StringBuilder();
        settings.forEach((key, value) ->
                configuration.append(key).append(" = ").append(value).append('\n'));
        karaf.etc().configure(configuration.toString());
        install(say);
        say.accept("Deploying shop-2.1.war and billing-1.0-SNAPSHOT.jar ...");
        karaf.deploy("shop");
        karaf.deploy("billing");
        karaf.awaitGet("/shop/burn?units=1");
        karaf.awaitGet("/billing/burn?units=1");
    }

    private void install(Consumer<String> say) throws IOException {
        if (!jdk.runsShell()) {
            say.accept("Karaf boots with blackfire-conprof and what web applications need, from Maven Central ...");
            karaf.bootConprof().bootWeb().start();
            return;
        }
        say.accept("Karaf boots ...");
        karaf.start();
        say.accept("feature:install blackfire-conprof ...");
        karaf.installConprof();
        say.accept("feature:install http http-whiteboard war, downloaded from Maven Central the first time ...");
        karaf.installWeb();
    }

    @Override
    public HttpResponse<String> get(String path) {
        return karaf.get(path);
    }

    @Override
    public String status() {
        return jdk.runsShell() ? karaf.status() : "";
    }

    @Override
    public void close() throws IOException {
        karaf.close();
    }
}
