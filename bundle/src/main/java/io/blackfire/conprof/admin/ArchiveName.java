package io.blackfire.conprof.admin;

import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** What an archive is called as an application. */
public final class ArchiveName {
    private static final String HEADER = "Blackfire-Application-Name";
    private static final Pattern EXTENSION = Pattern.compile("\\.(?:jar|war|wab|ear|rar|sar|kar|zip|xml|cfg)$");
    /** What may stand behind the numbers of a version; any other word there is part of the name. */
    private static final String QUALIFIER =
            "(?i:snapshot|final|ga|release|rc|cr|m|milestone|alpha|beta|b|build|sp|patch|"
                    + "pre|preview|ea|dev|nightly|lts|v|jre|jdk|android|jakarta|incubating|redhat|jbossorg)";

    private static final Pattern VERSION = Pattern.compile("-\\d+(?:\\.\\d+)*"
            + "(?:[.\\-_]?" + QUALIFIER + "(?:[.\\-_]?\\d++)*)*"
            + "(?:-\\d{8}\\.\\d{6})?(?:-\\d+)?(?:\\+[\\w.\\-]+)?$");

    private ArchiveName() {}

    /**
     * What the archive's manifest states, else the name of the archive.
     *
     * @param manifest of the whole archive, or null when there is none
     */
    public static String application(Manifest manifest, String archive) {
        String stated = manifest == null ? null : manifest.getMainAttributes().getValue(HEADER);
        return stated == null || stated.isBlank() ? application(archive) : stated.strip();
    }

    /** The name without extension and version: {@code orders-2.1.war} is {@code orders}. */
    public static String application(String archive) {
        String name =
                VERSION.matcher(EXTENSION.matcher(archive).replaceFirst("")).replaceFirst("");
        return name.isBlank() ? archive : name;
    }
}
