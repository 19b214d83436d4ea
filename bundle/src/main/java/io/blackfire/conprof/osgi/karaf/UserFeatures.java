package io.blackfire.conprof.osgi.karaf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * The features of a user, as applications: each one that the user asked for, with those that it alone depends on, whichever
 * repository they come from. What several depend on is an application of its own.
 */
final class UserFeatures {
    private final Map<Feature, Set<Feature>> wantedBy = new LinkedHashMap<>();

    /**
     * @param installed the features that may be applications or parts of some
     * @param required whether the user asked for one
     */
    UserFeatures(Collection<Feature> installed, Predicate<Feature> required) {
        List<Feature> roots = installed.stream().filter(required).toList();
        roots.forEach(root -> wantedBy.put(root, new HashSet<>(Set.of(root))));
        for (Feature root : roots) {
            Deque<Feature> open = new ArrayDeque<>(List.of(root));
            while (!open.isEmpty()) {
                for (Feature needed : needs(open.pop(), installed)) {
                    if (!roots.contains(needed)
                            && wantedBy.computeIfAbsent(needed, any -> new HashSet<>())
                                    .add(root)) {
                        open.push(needed);
                    }
                }
            }
        }
    }

    /** The features of each application; its own first. */
    Collection<List<Feature>> applications() {
        Map<Feature, List<Feature>> applications = new LinkedHashMap<>();
        wantedBy.forEach((feature, roots) -> {
            Feature application = roots.size() == 1 ? roots.iterator().next() : feature;
            applications.computeIfAbsent(application, any -> new ArrayList<>()).add(feature);
        });
        return applications.values();
    }

    private static List<Feature> needs(Feature feature, Collection<Feature> installed) {
        return installed.stream()
                .filter(other -> feature.getDependencies().stream().anyMatch(needed -> meets(needed, other)))
                .toList();
    }

    private static boolean meets(Dependency needed, Feature feature) {
        return needed.getName().equals(feature.getName())
                && (!needed.hasVersion() || includes(needed.getVersion(), feature.getVersion()));
    }

    private static boolean includes(String range, String version) {
        try {
            return VersionRange.valueOf(range).includes(Version.parseVersion(version));
        } catch (IllegalArgumentException e) {
            return true; // it is installed, so the server thinks so
        }
    }
}
