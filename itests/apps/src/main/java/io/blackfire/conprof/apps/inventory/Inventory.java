package io.blackfire.conprof.apps.inventory;

import java.util.Dictionary;
import java.util.Hashtable;

import javax.servlet.ServletException;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.HttpService;
import org.osgi.service.http.NamespaceException;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.apps.web.Burn;

/** Registers the servlet at the HttpService, under {@code /inventory}, whenever there is one. */
public final class Inventory implements BundleActivator {
    private static final String ALIAS = "/inventory";

    private ServiceTracker<HttpService, HttpService> tracker;

    /** For the framework. */
    public Inventory() {}

    @Override
    public void start(BundleContext context) {
        tracker = new ServiceTracker<>(context, HttpService.class, null) {
            @Override
            public HttpService addingService(ServiceReference<HttpService> reference) {
                HttpService http = super.addingService(reference);
                register(http);
                return http;
            }
        };
        tracker.open();
    }

    private static void register(HttpService http) {
        Dictionary<String, String> parameters = new Hashtable<>();
        parameters.put("name", "inventory");
        try {
            http.registerServlet(ALIAS, new Burn(), parameters, null);
        } catch (ServletException | NamespaceException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // the HttpService unregisters what its users leave behind
        tracker.close();
    }
}
