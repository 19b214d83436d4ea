package io.blackfire.conprof.osgi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;

import io.blackfire.conprof.admin.ArchiveName;

/** What a bundle is called as an application. */
final class BundleNames {
    static final String HEADER = "Blackfire-Application-Name";

    private static final Pattern WRAPPED =
            Pattern.compile("^(?:(?:webbundle|war-i|war-b|war|wrap|jardir|blueprint|spring|reference|inputstream):)+");
    private static final Pattern MAVEN = Pattern.compile("^mvn:(?:.*!)?[^/]+/([^/]+)(?:/([^/]+))?.*$");

    private BundleNames() {}

    /** What the bundle says itself, else its archive's name without extension and version, else its symbolic name. */
    static String application(Bundle bundle) {
        String stated = stated(bundle);
        if (stated != null) {
            return stated;
        }
        String name = ArchiveName.application(archive(bundle.getLocation()));
        Matcher maven = MAVEN.matcher(unwrapped(bundle.getLocation()));
        if (maven.matches()) {
            name = maven.group(1);
        }
        return name.isBlank() ? symbolicName(bundle) : name;
    }

    /** The name that the bundle's manifest states; null when it states none. */
    static String stated(Bundle bundle) {
        String header = bundle.getHeaders("").get(HEADER);
        return header == null || header.isBlank() ? null : header.strip();
    }

    /** Which archive this is: {@code orders-2.1.war}, {@code orders/2.1} from a Maven repository. */
    static String deployment(Bundle bundle) {
        Matcher maven = MAVEN.matcher(unwrapped(bundle.getLocation()));
        if (maven.matches()) {
            return maven.group(2) == null ? maven.group(1) : maven.group(1) + "/" + maven.group(2);
        }
        String archive = archive(bundle.getLocation());
        return archive.isBlank() ? symbolicName(bundle) + "/" + bundle.getVersion() : archive;
    }

    private static String archive(String location) {
        String path = unwrapped(location);
        if (!path.contains("/")) {
            return "";
        }
        String archive = path.replaceFirst("/+$", "").replaceFirst("^.*/", "");
        try {
            return URLDecoder.decode(archive.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return archive;
        }
    }

    private static String unwrapped(String location) {
        return WRAPPED.matcher(location).replaceFirst("").replaceFirst("[?$].*$", "");
    }

    static String symbolicName(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name == null ? "bundle-" + bundle.getBundleId() : name;
    }
}
