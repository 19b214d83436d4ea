package io.blackfire.conprof.osgi.karaf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    private final FeaturesService service;
    private final Runnable changed;
    private volatile boolean settled;
    private boolean closed;

    KarafFeatures(FeaturesService service, Runnable changed) {
        this.service = service;
        this.changed = changed;
    }

    synchronized void listen() {
        if (!closed) {
            service.registerListener((FeaturesListener) this);
            service.registerListener((DeploymentListener) this);
        }
    }

    synchronized void close() {
        closed = true;
        service.unregisterListener((FeaturesListener) this);
        service.unregisterListener((DeploymentListener) this);
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public Snapshot snapshot() {
        List<Features.Group> applications = new ArrayList<>();
        Set<String> locations = new HashSet<>();
        Feature[] installed = installed();
        Set<String> repositories = requiredRepositories(installed);
        for (Feature feature : installed) {
            Set<String> own = locations(feature);
            locations.addAll(own);
            if (repositories.contains(feature.getRepositoryUrl())) {
                applications.add(new Features.Group(feature.getName(), feature.getVersion(), own));
            }
        }
        return new Snapshot(applications, locations);
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
        // after the start bundles are there already, while the feature that they come from is not; an installation
        // whose
        // bundles fail to start tells no end
        settled = event != DeploymentEvent.DEPLOYMENT_STARTED;
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

    /** The repositories of users' own features; what else is installed came as a dependency: a library. */
    private Set<String> requiredRepositories(Feature[] installed) {
        Set<String> repositories = new HashSet<>();
        for (Feature feature : installed) {
            String url = feature.getRepositoryUrl();
            if (url != null && !Infrastructure.repository(url) && service.isRequired(feature)) {
                repositories.add(url);
            }
        }
        return repositories;
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
