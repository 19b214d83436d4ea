package io.blackfire.conprof.apps.billing;

import java.util.Hashtable;

import javax.servlet.Servlet;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.web.Burn;

/** Registers the servlet at the whiteboard, under {@code /billing}. */
public final class Billing implements BundleActivator {

    /** For the framework. */
    public Billing() {}

    @Override
    public void start(BundleContext context) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.name", "billing");
        properties.put("osgi.http.whiteboard.servlet.pattern", "/billing/*");
        properties.put("servlet.init.name", "billing");
        context.registerService(Servlet.class, new Burn(), properties);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the servlet
    }
}
