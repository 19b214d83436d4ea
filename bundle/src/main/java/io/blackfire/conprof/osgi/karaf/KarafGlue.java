package io.blackfire.conprof.osgi.karaf;

import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.osgi.ApplicationTracker;

/** Tells the tracker about features while there is a features service. */
public final class KarafGlue extends ServiceTracker<FeaturesService, KarafFeatures> {
    private final ApplicationTracker applications;

    private KarafGlue(BundleContext context, ApplicationTracker applications) {
        super(context, FeaturesService.class, null);
        this.applications = applications;
    }

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, ApplicationTracker applications) {
        KarafGlue glue = new KarafGlue(context, applications);
        glue.open();
        return glue::close;
    }

    @Override
    public KarafFeatures addingService(ServiceReference<FeaturesService> reference) {
        KarafFeatures features = new KarafFeatures(context.getService(reference), applications::changed);
        // listening replays all features, too much for the thread that starts bundles
        applications.run(() -> {
            if (features.listen()) {
                applications.features(features);
            }
        });
        return features;
    }

    @Override
    public void removedService(ServiceReference<FeaturesService> reference, KarafFeatures features) {
        features.close();
        applications.features(null);
        context.ungetService(reference);
    }
}
