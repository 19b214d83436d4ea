package io.blackfire.conprof.attribution;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;

import io.blackfire.conprof.ClassSource;

/**
 * A deployment as attribution sees it.
 *
 * @param deployment its name
 * @param labels labels of its profile, as they are now
 * @param classes its own classes
 * @param marker what its marker frames are called, see {@link Markers#id}
 * @param frame what keeps the class of these frames, as long as they may be in a recording; null where somebody else does
 * @param loader context class loader of its threads, as long as somebody else keeps it: a deployment that is removed goes at
 *     once, however long the period is that its samples wait for
 */
public record Owner(
        String deployment,
        Map<String, String> labels,
        ClassSource classes,
        String marker,
        Marker frame,
        Reference<ClassLoader> loader) {
    /** What is nobody's. */
    static final Owner NOBODY = new Owner("", Map.of(), null, null, null, new WeakReference<>(null));

    /**
     * @param contextClassLoader context class loader of its threads, or null
     */
    public Owner(
            String deployment,
            Map<String, String> labels,
            ClassSource classes,
            Marker marker,
            ClassLoader contextClassLoader) {
        this(
                deployment,
                labels,
                Objects.requireNonNull(classes, "classes"),
                Markers.id(marker),
                marker,
                new WeakReference<>(contextClassLoader));
    }

    /** Whether it is a module or a life of the same deployment. */
    boolean sameDeployment(Owner other) {
        return deployment.equals(other.deployment);
    }

    /** Owners are told apart by identity: the same application deployed twice is two of them. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
