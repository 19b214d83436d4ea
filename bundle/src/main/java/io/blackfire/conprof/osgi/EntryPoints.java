package io.blackfire.conprof.osgi;

import java.util.Dictionary;
import java.util.List;

import org.osgi.framework.Bundle;

/** Tells bundles that begin something by themselves from libraries. */
final class EntryPoints {
    private static final List<String> HEADERS = List.of(
            "Bundle-Activator",
            "Web-ContextPath",
            "Webapp-Context",
            "Service-Component",
            "Bundle-Blueprint",
            "Spring-Context",
            BundleNames.HEADER);

    private EntryPoints() {}

    static boolean in(Bundle bundle) {
        Dictionary<String, String> headers = bundle.getHeaders("");
        for (String header : HEADERS) {
            String value = headers.get(header);
            if (value != null && !value.isBlank()) {
                return true;
            }
        }
        String required = headers.get("Require-Capability");
        return required != null && required.contains("osgi.extender=osgi.cdi")
                || bundle.findEntries("OSGI-INF/blueprint", "*.xml", false) != null
                || bundle.findEntries("META-INF/spring", "*.xml", false) != null;
    }
}
