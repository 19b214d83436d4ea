package io.blackfire.conprof.osgi.karaf;

import java.util.List;

/** Features repositories that extend the server and hold no application, whoever asked for their features. */
final class Infrastructure {
    private static final List<String> REPOSITORIES = List.of(
            "mvn:io.blackfire.conprof/",
            "mvn:io.hawt/",
            "mvn:org.apache.activemq/",
            "mvn:org.apache.aries",
            "mvn:org.apache.camel",
            "mvn:org.apache.cxf",
            "mvn:org.apache.felix/",
            "mvn:org.apache.karaf",
            "mvn:org.hibernate",
            "mvn:org.ops4j.pax.");

    private Infrastructure() {}

    static boolean repository(String url) {
        return REPOSITORIES.stream().anyMatch(url::startsWith);
    }
}
