package io.blackfire.conprof;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;

import io.blackfire.conprof.attribution.Owner;

/**
 * A deployment in the {@link DeploymentRegistry}, under whose lock it is used: one of ours, or one that another copy of us has
 * told of. Two copies may know the same application: then the one of the higher rank names it, and the other's frames are an
 * alias.
 */
final class DeploymentEntry {
    /** Null when it is another copy's. */
    final Deployment deployment;

    final Owner owner;
    final int rank;
    /** What tells our copy, or another, from all others. */
    final Object copy;

    private final Reference<Map<String, Object>> announcement;
    private Map<String, Object> kept;
    private boolean removed;
    private DeploymentEntry alias;

    private DeploymentEntry(Deployment deployment, Owner owner, Map<String, Object> announcement) {
        this.deployment = deployment;
        this.owner = owner;
        this.rank = Announcement.rank(announcement);
        this.copy = Announcement.spans(announcement);
        this.announcement = new WeakReference<>(announcement);
    }

    static DeploymentEntry ours(Deployment deployment, Owner owner, Map<String, Object> announcement) {
        DeploymentEntry entry = new DeploymentEntry(deployment, owner, announcement);
        entry.kept = announcement;
        return entry;
    }

    static DeploymentEntry told(Map<String, Object> announcement) {
        return new DeploymentEntry(null, Announcement.owner(announcement), announcement);
    }

    boolean ours() {
        return deployment != null;
    }

    /** What others are told of it, or told us; null when who told it is gone without a word. */
    Map<String, Object> announcement() {
        return announcement.get();
    }

    /** It is gone, but the period may have samples of it: what tells them apart is kept for that long, whoever has it. */
    void remove() {
        kept = announcement.get();
        removed = true;
    }

    boolean removed() {
        // whoever told it was thrown away without a word
        return removed || announcement.get() == null;
    }

    /** The entry of the same application that names it; null when this one does. */
    DeploymentEntry alias() {
        return alias;
    }

    void alias(DeploymentEntry named) {
        alias = named;
    }

    /** Whether another copy, or one of it and we, means the same application. */
    boolean sameApplication(DeploymentEntry other) {
        ClassLoader loader = owner.loader().get();
        return loader != null
                && copy != other.copy
                && loader == other.owner.loader().get();
    }
}
