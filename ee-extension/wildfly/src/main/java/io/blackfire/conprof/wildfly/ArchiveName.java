package io.blackfire.conprof.wildfly;

import java.util.regex.Pattern;

/** What an archive is called as an application. */
final class ArchiveName {
    private static final Pattern EXTENSION = Pattern.compile("\\.(?:jar|war|ear|rar|sar)$");
    private static final Pattern VERSION = Pattern.compile("-\\d+(?:\\.\\d+)*(?:[.\\-_+](?:[A-Za-z]+\\d*|\\d+))*$");

    private ArchiveName() {}

    /** The name without extension and version: {@code orders-2.1.war} is {@code orders}. */
    static String application(String archive) {
        String name =
                VERSION.matcher(EXTENSION.matcher(archive).replaceFirst("")).replaceFirst("");
        return name.isBlank() ? archive : name;
    }
}
