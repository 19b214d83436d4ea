package io.blackfire.conprof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import io.blackfire.conprof.attribution.Marker;
import io.blackfire.conprof.attribution.Markers;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.PeriodSpans;
import io.blackfire.conprof.attribution.Spans;
import io.blackfire.conprof.attribution.Surroundings;

/**
 * The deployments there are, and while sampling those removed since the current period began: ours, and while we lead those of
 * the other copies of us in this JVM.
 */
final class DeploymentRegistry implements Deployments {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Rank rank;
    private final List<DeploymentEntry> entries = new ArrayList<>();
    private final Spans spans = new Spans();
    private final Supplier<Map<Long, List<Map.Entry<Long, String>>>> spansForOthers =
            () -> spans.endPeriod().told();
    private final Neighbours neighbours = new Neighbours(this);
    private final RecentSurroundings surroundings = new RecentSurroundings();
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
    private boolean sampling;

    /** @param rank of the profiler that knows these deployments */
    DeploymentRegistry(Rank rank) {
        this.rank = rank;
    }

    @Override
    public Deployment add(
            String name, Map<String, String> labels, ClassSource classes, ClassLoader contextClassLoader) {
        Marker marker = Markers.define();
        ConcurrentMap<String, String> current = new ConcurrentHashMap<>(labels);
        Owner owner = new Owner(
                Objects.requireNonNull(name, "name"),
                Collections.unmodifiableMap(current),
                Objects.requireNonNull(classes, "classes"),
                marker,
                contextClassLoader);
        Map<String, Object> announcement = Announcement.of(owner, rank, spansForOthers);
        Deployment deployment =
                new Deployment(name, current, marker, spans, () -> neighbours.remove(announcement, this::remove));
        DeploymentEntry entry = DeploymentEntry.ours(deployment, owner, announcement);
        neighbours.add(announcement, () -> add(entry));
        return deployment;
    }

    private synchronized void add(DeploymentEntry entry) {
        entries.add(entry);
        group(entry);
    }

    /** The other copies of us. */
    Neighbours neighbours() {
        return neighbours;
    }

    /** When threads worked for which deployment of ours. */
    Spans spans() {
        return spans;
    }

    /** The spans of all deployments at the end of a period. */
    PeriodSpans endPeriodSpans() {
        PeriodSpans all = spans.endPeriod();
        for (Supplier<Map<Long, List<Map.Entry<Long, String>>>> others : spansOfOthers()) {
            try {
                all = all.and(PeriodSpans.of(others.get()));
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.DEBUG, "The spans of another profiler are lost", e);
            }
        }
        return all;
    }

    private synchronized Iterable<Supplier<Map<Long, List<Map.Entry<Long, String>>>>> spansOfOthers() {
        Map<Supplier<Map<Long, List<Map.Entry<Long, String>>>>, Boolean> copies = new IdentityHashMap<>();
        for (DeploymentEntry entry : entries) {
            Map<String, Object> announcement = entry.announcement();
            if (!entry.ours() && announcement != null) {
                copies.put(Announcement.spans(announcement), true);
            }
        }
        return copies.keySet();
    }

    @Override
    public synchronized void changing(boolean now) {
        if (!now) {
            settled.complete(null);
        } else if (settled.isDone()) {
            settled = new CompletableFuture<>();
        }
    }

    /** Done when no deployment is on its way. */
    synchronized CompletableFuture<Void> settled() {
        return settled;
    }

    @Override
    public synchronized void surroundings(ClassSet server, ClassSet libraries) {
        surroundings.set(new Surroundings(
                Objects.requireNonNull(server, "server"), Objects.requireNonNull(libraries, "libraries")));
    }

    /** What had classes beside the deployments in the current period and the one before, which may not be processed yet. */
    synchronized Surroundings surroundings() {
        return surroundings.all();
    }

    @Override
    public synchronized List<Deployment> list() {
        return entries.stream()
                .filter(entry -> entry.ours() && !entry.removed())
                .map(entry -> entry.deployment)
                .toList();
    }

    /** What others are to be told of. */
    synchronized List<Map<String, Object>> announcements() {
        return entries.stream()
                .filter(entry -> entry.ours() && !entry.removed())
                .map(DeploymentEntry::announcement)
                .toList();
    }

    /** Takes note of another copy's deployment, or of one of ours, which we know. */
    synchronized void told(Map<String, Object> announcement) {
        if (entries.stream().noneMatch(entry -> entry.announcement() == announcement)) {
            add(DeploymentEntry.told(announcement));
        }
    }

    /** Forgets the deployments of all other copies. */
    synchronized void forgetOthers() {
        entries.removeIf(entry -> !entry.ours());
        entries.forEach(entry -> entry.alias(null));
    }

    /** Says whether a period begins whose samples removed deployments must be kept for, or none. */
    synchronized void sampling(boolean now) {
        sampling = now;
        surroundings.periodBegins();
        if (!now) {
            entries.removeIf(DeploymentEntry::removed);
        }
    }

    /** Everything that may own a sample of the current period. */
    synchronized List<Owner> owners() {
        return entries.stream()
                .filter(entry -> entry.alias() == null)
                .map(entry -> entry.owner)
                .toList();
    }

    /** Whose further marker frames are: of applications that several copies know. */
    synchronized Map<String, Owner> aliases() {
        Map<String, Owner> aliases = new HashMap<>();
        for (DeploymentEntry entry : entries) {
            if (entry.alias() != null) {
                aliases.put(entry.owner.marker(), entry.alias().owner);
            }
        }
        return aliases;
    }

    /** What has been removed and is kept for the samples of the current period only. */
    synchronized List<Owner> removed() {
        return entries.stream()
                .filter(DeploymentEntry::removed)
                .map(entry -> entry.owner)
                .toList();
    }

    /** Lets go of owners that were {@link #removed} before a period ended that has now been processed. */
    synchronized void forget(List<Owner> owners) {
        if (entries.removeIf(entry -> owners.contains(entry.owner))) {
            // another copy may still know the application of one that named it
            List<DeploymentEntry> nameless = entries.stream()
                    .filter(entry -> entry.alias() != null && !entries.contains(entry.alias()))
                    .toList();
            nameless.forEach(entry -> entry.alias(null));
            nameless.forEach(this::group);
        }
    }

    /** Takes note that a deployment is gone, ours or another copy's. */
    synchronized void remove(Map<String, Object> announcement) {
        for (DeploymentEntry entry : entries) {
            if (entry.announcement() == announcement) {
                entry.remove();
            }
        }
        if (!sampling) {
            entries.removeIf(DeploymentEntry::removed);
        }
    }

    /** Finds who names an application that several copies know: the highest rank, among equals the one that came first. */
    private void group(DeploymentEntry entry) {
        for (DeploymentEntry other : entries) {
            if (other.alias() != null || entry.alias() != null || other.removed() || !other.sameApplication(entry)) {
                continue;
            }
            boolean rises = entry.rank > other.rank
                    || entry.rank == other.rank && entries.indexOf(entry) < entries.indexOf(other);
            DeploymentEntry named = rises ? entry : other;
            DeploymentEntry alias = rises ? other : entry;
            alias.alias(named);
            entries.stream().filter(follower -> follower.alias() == alias).forEach(follower -> follower.alias(named));
        }
    }
}
