package io.blackfire.conprof.osgi.karaf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Conditional;
import org.apache.karaf.features.DeploymentEvent;
import org.apache.karaf.features.DeploymentListener;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;

import io.blackfire.conprof.osgi.Features;

/**
 * Karaf's features, as far as they say what is an application. Listens to deployments alone: what is installed is written
 * down before the first word that bundles are, and a listener for features would be told of all that there are, by the
 * thread that registers it.
 */
final class KarafFeatures implements Features, DeploymentListener {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    // a change that fails half-way, in a bundle's stop for one, tells no end
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final FeaturesService service;
    private final Runnable changed;
    private volatile boolean settled;
    private volatile long unsettledNanos = System.nanoTime();
    // used by the thread that looks
    private Snapshot last = Snapshot.EMPTY;

    KarafFeatures(FeaturesService service, Runnable changed) {
        this.service = service;
        this.changed = changed;
    }

    void listen() {
        service.registerListener(this);
    }

    void close() {
        service.unregisterListener(this);
    }

    @Override
    public Duration unsettled() {
        long left = LONGEST.toNanos() - (System.nanoTime() - unsettledNanos);
        return settled || left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    @Override
    public Snapshot snapshot() {
        try {
            last = read();
        } catch (Exception e) {
            // a repository that cannot be read just now; what there was is nearer to the truth than nothing
            LOG.log(System.Logger.Level.DEBUG, "Cannot list features", e);
        }
        return last;
    }

    private Snapshot read() throws Exception {
        Requirements required =
                new Requirements(service.listRequirements().getOrDefault(FeaturesService.ROOT_REGION, Set.of()));
        Set<String> server = new HashSet<>();
        Set<String> others = new HashSet<>();
        List<Feature> candidates = new ArrayList<>();
        for (Feature feature : service.listInstalledFeatures()) {
            String repository = feature.getRepositoryUrl();
            if (repository == null || Infrastructure.server(repository)) {
                server.addAll(locations(feature));
                continue;
            }
            others.addAll(locations(feature));
            if (!Infrastructure.libraries(repository)) {
                candidates.add(feature);
            }
        }
        List<Group> applications = new UserFeatures(candidates, required::include)
                .applications().stream().map(KarafFeatures::group).toList();
        return new Snapshot(applications, server, others);
    }

    private static Group group(List<Feature> features) {
        Set<String> locations = new HashSet<>();
        features.forEach(feature -> locations.addAll(locations(feature)));
        return new Group(features.get(0).getName(), features.get(0).getVersion(), locations);
    }

    @Override
    public void deploymentEvent(DeploymentEvent event) {
        // after the start bundles are there already, while the feature that they come from is not;
        // an installation whose bundles fail to start tells no end
        settled = event != DeploymentEvent.DEPLOYMENT_STARTED;
        unsettledNanos = System.nanoTime();
        changed.run();
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
