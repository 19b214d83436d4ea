package io.blackfire.conprof.cdi;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server is called, as it tells its applications. */
final class ServerKind {
    /** Where it tells nothing. */
    static final String UNKNOWN = "jakarta-ee";

    private static final Pattern TOMEE = Pattern.compile("\\(TomEE\\)\\S* \\(([^)]+)\\)");
    private static final Pattern PRODUCT = Pattern.compile("([^/(#]+)(?:/\\s*([^\\s(]+))?.*");

    // of GlassFish and its descendants, which start beans before what tells of the server
    private static final String GLASSFISH = "glassfish.version";

    private ServerKind() {}

    /** Product and version, as far as they are told to the whole JVM. */
    static String ofJvm() {
        return of(System.getProperty(GLASSFISH));
    }

    /** Product and version: {@code tomee 9.0.0}. */
    static String of(String serverInfo) {
        if (serverInfo == null || serverInfo.isBlank()) {
            return UNKNOWN;
        }
        Matcher tomee = TOMEE.matcher(serverInfo);
        if (tomee.find()) {
            return "tomee " + tomee.group(1);
        }
        Matcher product = PRODUCT.matcher(serverInfo.strip());
        if (!product.matches()) {
            return UNKNOWN;
        }
        String name = product.group(1).strip().toLowerCase(Locale.ROOT);
        return product.group(2) == null ? name : name + ' ' + product.group(2);
    }
}
