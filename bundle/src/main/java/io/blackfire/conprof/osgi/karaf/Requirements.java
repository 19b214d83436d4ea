package io.blackfire.conprof.osgi.karaf;

import java.util.Set;

import org.apache.karaf.features.Feature;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What the user asked for, in Karaf's words: {@code feature:orders/[2.1.0,2.1.0]} by {@code feature:install}, and
 * {@code feature:orders} or {@code orders/[2,3)} by {@code feature:requirement-add}.
 */
record Requirements(Set<String> texts) {
    private static final String PREFIX = "feature:";
    private static final String ANY_VERSION = "0.0.0";

    /** Whether a feature is among it; it is one that is installed. */
    boolean include(Feature feature) {
        return texts.stream().anyMatch(text -> means(text, feature));
    }

    private static boolean means(String text, Feature feature) {
        String requirement = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        int slash = requirement.indexOf('/');
        String name = slash < 0 ? requirement : requirement.substring(0, slash);
        String versions =
                slash < 0 ? ANY_VERSION : requirement.substring(slash + 1).strip();
        return name.strip().equals(feature.getName())
                && (versions.equals(ANY_VERSION) || includes(versions, feature.getVersion()));
    }

    private static boolean includes(String versions, String version) {
        try {
            Version installed = Version.parseVersion(version);
            // a version alone is that one, and not, as elsewhere in OSGi, the lowest
            return versions.contains(",")
                    ? VersionRange.valueOf(versions).includes(installed)
                    : Version.parseVersion(versions).equals(installed);
        } catch (IllegalArgumentException e) {
            return true; // it is installed, so the server thinks so
        }
    }
}
