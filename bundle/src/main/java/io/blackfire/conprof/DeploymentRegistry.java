package io.blackfire.conprof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.attribution.Marker;
import io.blackfire.conprof.attribution.Markers;
import io.blackfire.conprof.attribution.Owner;

/** The deployments there are, and those removed since the current period began. */
final class DeploymentRegistry implements Deployments {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Deployment deployment, Owner owner, boolean[] removed) {}

    @Override
    public synchronized Deployment add(
            String name, Map<String, String> labels, ClassSource classes, ClassLoader contextClassLoader) {
        Marker marker = Markers.define();
        boolean[] removed = new boolean[1];
        Deployment deployment = new Deployment(name, labels, marker, () -> remove(removed));
        entries.add(new Entry(deployment, new Owner(name, labels, classes, marker, contextClassLoader), removed));
        return deployment;
    }

    @Override
    public synchronized List<Deployment> list() {
        return entries.stream()
                .filter(entry -> !entry.removed()[0])
                .map(Entry::deployment)
                .toList();
    }

    /** Everything that may own a sample of the current period. */
    synchronized List<Owner> owners() {
        return entries.stream().map(Entry::owner).toList();
    }

    /** What has been removed and is kept for the samples of the current period only. */
    synchronized List<Owner> removed() {
        return entries.stream()
                .filter(entry -> entry.removed()[0])
                .map(Entry::owner)
                .toList();
    }

    /** Lets go of owners that were {@link #removed} before a period ended that has now been processed. */
    synchronized void forget(List<Owner> owners) {
        entries.removeIf(entry -> owners.contains(entry.owner()));
    }

    private synchronized void remove(boolean[] removed) {
        removed[0] = true;
    }
}
