package io.blackfire.conprof.osgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.admin.ListedClasses;

/** Keeps the profiler's deployments equal to the applications that were found. Changed by one thread, read by any. */
final class DeployedApplications {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Deployments deployments;
    private final SurroundingClasses surroundings;
    private final Map<List<Object>, Deployed> deployed = new LinkedHashMap<>();
    private final Map<ClassLoader, Deployment> byLoader = new ConcurrentHashMap<>();
    private final Set<String> failed = new HashSet<>();

    DeployedApplications(Deployments deployments) {
        this.deployments = deployments;
        this.surroundings = new SurroundingClasses(deployments);
    }

    /** The one deployment whose class loader this is; null when it is none's, or more than one's. */
    Deployment owner(ClassLoader loader) {
        return loader == null ? null : byLoader.get(loader);
    }

    /** Adds what is new, then removes what is gone. */
    void set(Landscape landscape) {
        surroundings.set(landscape);
        Set<List<Object>> gone = new HashSet<>(deployed.keySet());
        for (Application application : landscape.applications()) {
            if (!gone.remove(application.parts())) {
                deployed.computeIfAbsent(application.parts(), parts -> tryToDeploy(application));
            }
        }
        gone.forEach(parts -> deployed.remove(parts).all.forEach(Deployment::remove));
        indexLoaders();
    }

    /** Null when it failed: that one counts as the server, until the next look. */
    private Deployed tryToDeploy(Application application) {
        Deployed added = new Deployed();
        try {
            deploy(application, added);
            return added;
        } catch (RuntimeException | LinkageError e) {
            added.all.forEach(Deployment::remove);
            System.Logger.Level level =
                    failed.add(application.name()) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
            LOG.log(
                    level,
                    "Application " + application.name().replaceAll("\\p{Cntrl}", "_") + " counts as the server",
                    e);
            return null;
        }
    }

    private void deploy(Application application, Deployed added) {
        List<ListedClasses> classes = application.modules().stream()
                .map(module -> BundleClasses.of(module.wiring(), module.library()))
                .toList();
        ListedClasses repeated = ListedClasses.repeated(classes);
        for (int i = 0; i < classes.size(); i++) {
            Application.Module module = application.modules().get(i);
            Map<String, String> labels = new HashMap<>(application.labels());
            labels.putAll(module.labels());
            ListedClasses own = classes.get(i).without(repeated);
            // a deployment has one context class loader: each further one has a companion that owns nothing else
            for (ClassLoader loader : module.loaders()) {
                Deployment deployment = deployments.add(application.name(), labels, own, loader);
                added.all.add(deployment);
                added.byLoader.putIfAbsent(loader, deployment);
                own = ListedClasses.NONE;
            }
        }
        if (!repeated.packages().isEmpty()) {
            // the application's for certain, but no one module's
            added.all.add(deployments.add(application.name(), application.labels(), repeated, null));
        }
    }

    private void indexLoaders() {
        Map<ClassLoader, Deployment> index = new HashMap<>();
        Set<ClassLoader> shared = new HashSet<>();
        for (Deployed application : deployed.values()) {
            application.byLoader.forEach((loader, deployment) -> {
                if (index.put(loader, deployment) != null) {
                    shared.add(loader);
                }
            });
        }
        index.keySet().removeAll(shared);
        byLoader.keySet().retainAll(index.keySet());
        byLoader.putAll(index);
    }

    private static final class Deployed {
        final List<Deployment> all = new ArrayList<>();
        final Map<ClassLoader, Deployment> byLoader = new HashMap<>();
    }
}
