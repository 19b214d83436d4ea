package io.blackfire.conprof.osgi;

import java.util.Dictionary;
import java.util.List;

import org.osgi.framework.Bundle;

/** Tells bundles that begin something by themselves from libraries. */
final class EntryPoints {
    private static final List<String> CONTEXT_PATHS = List.of("Web-ContextPath", "Webapp-Context");
    private static final List<String> HEADERS =
            List.of("Bundle-Activator", "Service-Component", "Bundle-Blueprint", "Spring-Context", BundleNames.HEADER);

    private EntryPoints() {}

    static boolean in(Bundle bundle) {
        Dictionary<String, String> headers = bundle.getHeaders("");
        String required = headers.get("Require-Capability");
        return contextPath(bundle) != null
                || first(HEADERS, headers) != null
                || required != null && required.contains("osgi.extender=osgi.cdi")
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
