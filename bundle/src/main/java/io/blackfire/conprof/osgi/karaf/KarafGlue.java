package io.blackfire.conprof.osgi.karaf;

import java.time.Duration;

import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import io.blackfire.conprof.osgi.ApplicationTracker;
import io.blackfire.conprof.osgi.NoFeatures;

/**
 * Tells the tracker about features while there is a features service. It may be a moment late, at boot or when its bundle
 * is updated; and in a static Karaf, which may have its classes all the same, it never comes.
 */
public final class KarafGlue extends ServiceTracker<FeaturesService, KarafFeatures> {
    private static final Duration WAIT = Duration.ofMinutes(1);

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
        applications.features(NoFeatures.yet(WAIT));
        glue.open();
        return glue::close;
    }

    @Override
    public KarafFeatures addingService(ServiceReference<FeaturesService> reference) {
        FeaturesService service = context.getService(reference);
        if (service == null) {
            return null; // gone while we looked
        }
        KarafFeatures features = new KarafFeatures(service, applications::changed);
        features.listen();
        applications.features(features);
        return features;
    }

    @Override
    public void removedService(ServiceReference<FeaturesService> reference, KarafFeatures features) {
        features.close();
        applications.features(NoFeatures.yet(WAIT));
        context.ungetService(reference);
    }
}
