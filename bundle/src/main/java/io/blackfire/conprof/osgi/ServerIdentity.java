package io.blackfire.conprof.osgi;

import java.util.Locale;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** What this server calls itself. */
final class ServerIdentity {
    private ServerIdentity() {}

    /** Product and version: {@code karaf 4.4.10}, elsewhere the framework's. */
    static String kind(BundleContext context) {
        String karaf = context.getProperty("karaf.version");
        if (karaf != null) {
            return "karaf " + karaf;
        }
        String vendor = context.getProperty(Constants.FRAMEWORK_VENDOR);
        var version = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getVersion();
        return (vendor == null ? "osgi" : vendor.toLowerCase(Locale.ROOT)) + " " + version;
    }

    /** The name of this instance; empty where the framework has none. */
    static String name(BundleContext context) {
        String name = context.getProperty("karaf.name");
        return name == null ? "" : name;
    }
}
