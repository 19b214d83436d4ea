package io.blackfire.conprof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.blackfire.conprof.attribution.Marker;
import io.blackfire.conprof.attribution.Markers;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Spans;
import io.blackfire.conprof.attribution.Surroundings;

/** The deployments there are, and while sampling those removed since the current period began. */
final class DeploymentRegistry implements Deployments {
    private final List<Entry> entries = new ArrayList<>();
    private final Spans spans = new Spans();
    private final RecentSurroundings surroundings = new RecentSurroundings();
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
    private boolean sampling;

    private static final class Entry {
        final Deployment deployment;
        final Owner owner;
        boolean removed;

        Entry(Deployment deployment, Owner owner) {
            this.deployment = deployment;
            this.owner = owner;
        }
    }

    @Override
    public synchronized Deployment add(
            String name, Map<String, String> labels, ClassSource classes, ClassLoader contextClassLoader) {
        Marker marker = Markers.define();
        ConcurrentMap<String, String> current = new ConcurrentHashMap<>(labels);
        Owner owner = new Owner(
                Objects.requireNonNull(name, "name"),
                Collections.unmodifiableMap(current),
                Objects.requireNonNull(classes, "classes"),
                marker,
                contextClassLoader);
        Deployment deployment = new Deployment(name, current, marker, spans, () -> remove(owner));
        entries.add(new Entry(deployment, owner));
        return deployment;
    }

    /** When threads worked for which deployment. */
    Spans spans() {
        return spans;
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
                .filter(entry -> !entry.removed)
                .map(entry -> entry.deployment)
                .toList();
    }

    /** Says whether a period begins whose samples removed deployments must be kept for, or none. */
    synchronized void sampling(boolean now) {
        sampling = now;
        surroundings.periodBegins();
        if (!now) {
            entries.removeIf(entry -> entry.removed);
        }
    }

    /** Everything that may own a sample of the current period. */
    synchronized List<Owner> owners() {
        return entries.stream().map(entry -> entry.owner).toList();
    }

    /** What has been removed and is kept for the samples of the current period only. */
    synchronized List<Owner> removed() {
        return entries.stream()
                .filter(entry -> entry.removed)
                .map(entry -> entry.owner)
                .toList();
    }

    /** Lets go of owners that were {@link #removed} before a period ended that has now been processed. */
    synchronized void forget(List<Owner> owners) {
        entries.removeIf(entry -> owners.contains(entry.owner));
    }

    private synchronized void remove(Owner owner) {
        for (Entry entry : entries) {
            if (entry.owner == owner) {
                entry.removed = true;
            }
        }
        if (!sampling) {
            entries.removeIf(entry -> entry.removed);
        }
    }
}
