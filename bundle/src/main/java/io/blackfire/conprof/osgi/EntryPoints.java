package io.blackfire.conprof.osgi;

import java.util.Dictionary;
import java.util.List;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;

/** Tells bundles that begin something by themselves from libraries. */
final class EntryPoints {
    private static final List<String> CONTEXT_PATHS = List.of("Web-ContextPath", "Webapp-Context");
    private static final List<String> HEADERS = List.of(
            "Bundle-Activator",
            "Service-Component",
            "Bundle-Blueprint",
            "Spring-Context",
            "Karaf-Commands",
            BundleNames.HEADER);
    /** Of those who make beans of a bundle's classes: the OSGi specification's name, and Pax CDI's. */
    private static final Pattern CDI = Pattern.compile("osgi\\.extender\\s*=\\s*(?:osgi|pax)\\.cdi\\b");

    private EntryPoints() {}

    static boolean in(Bundle bundle) {
        Dictionary<String, String> headers = bundle.getHeaders("");
        String required = headers.get("Require-Capability");
        return contextPath(bundle) != null
                || first(HEADERS, headers) != null
                || required != null && CDI.matcher(required).find()
                || bundle.findEntries("OSGI-INF/blueprint", "*.xml", false) != null
                || bundle.findEntries("META-INF/spring", "*.xml", false) != null;
    }

    /** The path of a web application bundle, with the slash; null for any other bundle. */
    static String contextPath(Bundle bundle) {
        String path = first(CONTEXT_PATHS, bundle.getHeaders(""));
        return path == null || path.startsWith("/") ? path : "/" + path;
    }

    private static String first(List<String> names, Dictionary<String, String> headers) {
        for (String name : names) {
            String value = headers.get(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }
}
