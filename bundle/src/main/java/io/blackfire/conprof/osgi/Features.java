package io.blackfire.conprof.osgi;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Groups of bundles that were installed together: Karaf's features. */
public interface Features {

    /**
     * What is installed as one application: a feature, with those that came as its dependencies from the same place.
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
     * @param server the locations of the bundles of features that make up the server
     * @param others the locations of the bundles of all other features, those of applications among them
     */
    record Snapshot(List<Group> applications, Set<String> server, Set<String> others) {
        /** Where there are no features. */
        public static final Snapshot EMPTY = new Snapshot(List.of(), Set.of(), Set.of());
    }

    /**
     * How long to wait for bundles and features to tell the same story, as an installation is under way: whoever ends it
     * says so, unless it fails. Zero when there is nothing to wait for.
     */
    Duration unsettled();

    /** What is installed now. */
    Snapshot snapshot();
}
