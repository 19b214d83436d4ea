package io.blackfire.conprof.payara;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;

import io.blackfire.conprof.ee.TwoApplications;
import io.blackfire.conprof.harness.demo.Demo;
import io.blackfire.conprof.harness.demo.DemoServer;

/** The demo in Payara: one archive under two names, so that every class is there twice. */
public final class PayaraDemo implements DemoServer {
    private final TwoApplications applications = new TwoApplications();
    private final PayaraServer payara = PayaraServer.installed().optimized();
    private URI address;

    private PayaraDemo() throws IOException {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Demo.run(new PayaraDemo());
    }

    @Override
    public void start(Map<String, String> settings, Consumer<String> say) throws IOException {
        say.accept(
                "Payara, with blackfire-conprof.jar in glassfish/modules, boots, and deploys shop.war and billing.war ...");
        payara.settings(settings).start();
        payara.deploy(applications.archive("shop.war"), Map.of());
        payara.deploy(applications.archive("billing.war"), Map.of());
        payara.get("/shop/burn?units=1");
        payara.get("/billing/burn?units=1");
        address = payara.address();
    }

    @Override
    public HttpResponse<String> get(String path) {
        return applications.get(address.resolve(path));
    }

    @Override
    public String status() throws IOException {
        return payara.asadmin("blackfire-conprof-status");
    }

    @Override
    public void close() throws IOException {
        payara.close();
        applications.close();
    }
}
