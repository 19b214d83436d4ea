package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;

import io.blackfire.conprof.ee.TwoApplications;
import io.blackfire.conprof.harness.demo.Demo;
import io.blackfire.conprof.harness.demo.DemoServer;
import io.blackfire.conprof.harness.machine.Jdk;

/** The demo in WildFly: one archive under two names, so that every class is there twice. */
public final class WildFlyDemo implements DemoServer {
    private final TwoApplications applications = new TwoApplications();
    private final WildFlyServer wildfly = WildFlyServer.installed(Jdk.current()).optimized();

    private WildFlyDemo() throws IOException {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Demo.run(new WildFlyDemo());
    }

    @Override
    public void start(Map<String, String> settings, Consumer<String> say) throws IOException {
        say.accept("WildFly, with blackfire-conprof installed, boots with shop.war and billing.war ...");
        wildfly.settings(settings)
                .boots(applications.archive("shop.war"))
                .boots(applications.archive("billing.war"))
                .start();
        wildfly.get("/shop/burn?units=1");
        wildfly.get("/billing/burn?units=1");
    }

    @Override
    public HttpResponse<String> get(String path) {
        return applications.get(wildfly.address().resolve(path));
    }

    @Override
    public String status() throws IOException {
        return wildfly.cli("/subsystem=blackfire-conprof:read-resource(include-runtime=true)");
    }

    @Override
    public void close() throws IOException {
        wildfly.close();
        applications.close();
    }
}
