package io.blackfire.conprof.osgi.karaf;

import java.util.List;

/** Features repositories that hold no application, whoever asked for their features. */
final class Infrastructure {
    private static final List<String> SERVER = List.of(
            "mvn:io.blackfire.conprof/",
            "mvn:io.hawt/",
            "mvn:org.apache.activemq/",
            "mvn:org.apache.aries",
            "mvn:org.apache.felix/",
            "mvn:org.apache.karaf",
            "mvn:org.ops4j.pax.");
    private static final String EXAMPLES = "mvn:org.apache.karaf.examples/";
    private static final List<String> LIBRARIES =
            List.of("mvn:org.apache.camel", "mvn:org.apache.cxf", "mvn:org.hibernate");

    private Infrastructure() {}

    /** Whether its features extend the server. */
    static boolean server(String repository) {
        return !repository.startsWith(EXAMPLES) && SERVER.stream().anyMatch(repository::startsWith);
    }

    /** Whether its features are libraries, to be used by applications. */
    static boolean libraries(String repository) {
        return LIBRARIES.stream().anyMatch(repository::startsWith);
    }
}
