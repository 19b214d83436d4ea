package io.blackfire.conprof.osgi.karaf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Conditional;
import org.apache.karaf.features.DeploymentEvent;
import org.apache.karaf.features.DeploymentListener;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeatureEvent;
import org.apache.karaf.features.FeaturesListener;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.RepositoryEvent;

import io.blackfire.conprof.osgi.Features;

/** Karaf's features, as far as they say what is an application. */
final class KarafFeatures implements Features, FeaturesListener, DeploymentListener {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    // a change that fails half-way, in a bundle's stop for one, tells no end; what comes later is looked at all the
    // same
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final FeaturesService service;
    private final Runnable changed;
    private volatile boolean settled;
    private volatile long unsettledNanos = System.nanoTime();
    private boolean closed;

    KarafFeatures(FeaturesService service, Runnable changed) {
        this.service = service;
        this.changed = changed;
    }

    /** Whether it was not closed before. */
    synchronized boolean listen() {
        if (!closed) {
            service.registerListener((FeaturesListener) this);
            service.registerListener((DeploymentListener) this);
        }
        return !closed;
    }

    synchronized void close() {
        closed = true;
        service.unregisterListener((FeaturesListener) this);
        service.unregisterListener((DeploymentListener) this);
    }

    @Override
    public boolean settled() {
        return settled || System.nanoTime() - unsettledNanos > LONGEST_NANOS;
    }

    @Override
    public Snapshot snapshot() {
        Set<String> server = new HashSet<>();
        Set<String> others = new HashSet<>();
        Set<String> repositories = new HashSet<>();
        List<Feature> candidates = new ArrayList<>();
        for (Feature feature : installed()) {
            String repository = feature.getRepositoryUrl();
            if (repository == null || Infrastructure.server(repository)) {
                server.addAll(locations(feature));
                continue;
            }
            others.addAll(locations(feature));
            if (!Infrastructure.libraries(repository)) {
                candidates.add(feature);
                if (service.isRequired(feature)) {
                    repositories.add(repository);
                }
            }
        }
        // from elsewhere came only what those of the user depend on: libraries
        candidates.removeIf(feature -> !repositories.contains(feature.getRepositoryUrl()));
        List<Group> applications = new UserFeatures(candidates, service::isRequired)
                .applications().stream().map(KarafFeatures::group).toList();
        return new Snapshot(applications, server, others);
    }

    private static Group group(List<Feature> features) {
        Set<String> locations = new HashSet<>();
        features.forEach(feature -> locations.addAll(locations(feature)));
        return new Group(features.get(0).getName(), features.get(0).getVersion(), locations);
    }

    @Override
    public void featureEvent(FeatureEvent event) {
        changed.run();
    }

    @Override
    public void repositoryEvent(RepositoryEvent event) {
        // says nothing about what is installed
    }

    @Override
    public void deploymentEvent(DeploymentEvent event) {
        // after the start bundles are there already, while the feature that they come from is not;
        // an installation whose bundles fail to start tells no end
        settled = event != DeploymentEvent.DEPLOYMENT_STARTED;
        unsettledNanos = System.nanoTime();
        if (settled) {
            changed.run();
        }
    }

    private Feature[] installed() {
        try {
            return service.listInstalledFeatures();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot list features", e);
            return new Feature[0];
        }
    }

    private static Set<String> locations(Feature feature) {
        Set<String> locations = new HashSet<>();
        feature.getBundles().forEach(bundle -> add(bundle, locations));
        for (Conditional conditional : feature.getConditional()) {
            conditional.getBundles().forEach(bundle -> add(bundle, locations));
        }
        return locations;
    }

    private static void add(BundleInfo bundle, Set<String> locations) {
        locations.add(bundle.getLocation());
        if (bundle.getOriginalLocation() != null) {
            locations.add(bundle.getOriginalLocation());
        }
    }
}
