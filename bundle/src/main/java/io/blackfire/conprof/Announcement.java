package io.blackfire.conprof;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.blackfire.conprof.attribution.Owner;

/**
 * A deployment as one copy of us tells another of it: a map of the JDK's types, as the two have no class in common and need not
 * be of one version. Later versions may add keys. Only the copy whose deployment it is keeps the map.
 */
final class Announcement implements ClassSource {
    private static final String NAME = "name";
    private static final String LABELS = "labels";
    private static final String RANK = "rank";
    private static final String LOADER = "loader";
    private static final String MARKER = "marker";
    private static final String FRAME = "frame";
    private static final String PACKAGES = "packages";
    private static final String CLASSES = "classes";
    private static final String LIBRARIES = "libraries";
    private static final String SPANS = "spans";

    private final Reference<Map<String, Object>> told;
    private final boolean libraries;

    private Announcement(Map<String, Object> told) {
        this.told = new WeakReference<>(told);
        this.libraries = Boolean.TRUE.equals(told.get(LIBRARIES));
    }

    /**
     * Ours, for others.
     *
     * @param spans of all of our deployments: also what tells this copy from others
     */
    static Map<String, Object> of(Owner owner, Rank rank, Supplier<Map<Long, List<Map.Entry<Long, String>>>> spans) {
        ClassSource classes = owner.classes();
        Supplier<Set<String>> packages = classes::packages;
        Predicate<String> contains = classes::contains;
        return Map.of(
                NAME, owner.deployment(),
                LABELS, owner.labels(),
                RANK, rank.ordinal(),
                LOADER, owner.loader(),
                MARKER, owner.marker(),
                FRAME, owner.frame(),
                PACKAGES, packages,
                CLASSES, contains,
                LIBRARIES, classes.libraries(),
                SPANS, spans);
    }

    /** As attribution sees what another copy tells; keeps nothing of it alive. */
    @SuppressWarnings("unchecked") // all copies agree on it
    static Owner owner(Map<String, Object> told) {
        return new Owner(
                (String) told.get(NAME),
                (Map<String, String>) told.get(LABELS),
                new Announcement(told),
                (String) told.get(MARKER),
                null,
                (Reference<ClassLoader>) told.get(LOADER));
    }

    /** The rank of who tells it. */
    static int rank(Map<String, Object> told) {
        return (Integer) told.get(RANK);
    }

    /** The spans of who tells it, the same for all that it tells: by thread those under way, the innermost first. */
    @SuppressWarnings("unchecked") // all copies agree on it
    static Supplier<Map<Long, List<Map.Entry<Long, String>>>> spans(Map<String, Object> told) {
        return (Supplier<Map<Long, List<Map.Entry<Long, String>>>>) told.get(SPANS);
    }

    @Override
    @SuppressWarnings("unchecked") // all copies agree on it
    public Set<String> packages() {
        Map<String, Object> there = told.get();
        return there == null ? Set.of() : ((Supplier<Set<String>>) there.get(PACKAGES)).get();
    }

    @Override
    @SuppressWarnings("unchecked") // all copies agree on it
    public boolean contains(String className) {
        Map<String, Object> there = told.get();
        return there != null && ((Predicate<String>) there.get(CLASSES)).test(className);
    }

    @Override
    public boolean libraries() {
        return libraries;
    }
}
