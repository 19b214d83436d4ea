package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Set;

/** Groups of bundles that were installed together: Karaf's features. */
public interface Features {

    /**
     * One installed feature that is an application's.
     *
     * @param name without version
     * @param version its version
     * @param locations the locations of its bundles
     */
    record Group(String name, String version, Set<String> locations) {}

    /**
     * What is installed.
     *
     * @param applications features of applications
     * @param locations the locations of all bundles of all features, the server's own included
     */
    record Snapshot(List<Group> applications, Set<String> locations) {}

    /** Whether no installation is under way, so that bundles and features tell the same story. */
    boolean settled();

    /** What is installed now. */
    Snapshot snapshot();
}
