package io.blackfire.conprof.apps.billing;

import java.util.Hashtable;

import javax.servlet.Servlet;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.web.Burn;

/** Registers the servlet at the whiteboard, under {@code /billing} or what else is the last part of the bundle's name. */
public final class Billing implements BundleActivator {

    /** For the framework. */
    public Billing() {}

    @Override
    public void start(BundleContext context) {
        String name = context.getBundle().getSymbolicName().replaceFirst(".*\\.", "");
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.name", name);
        properties.put("osgi.http.whiteboard.servlet.pattern", "/" + name + "/*");
        properties.put("servlet.init.name", name);
        context.registerService(Servlet.class, new Burn(), properties);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the servlet
    }
}
