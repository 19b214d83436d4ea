package io.blackfire.conprof.osgi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Deployments;

/** Keeps the profiler's deployments equal to the applications that were found. Changed by one thread, read by any. */
final class DeployedApplications {
    private final Deployments deployments;
    private final Map<Application, List<Deployment>> deployed = new LinkedHashMap<>();
    private final Map<ClassLoader, Deployment> byLoader = new ConcurrentHashMap<>();

    DeployedApplications(Deployments deployments) {
        this.deployments = deployments;
    }

    /** The one deployment whose class loader this is; null when it is none's, or more than one's. */
    Deployment owner(ClassLoader loader) {
        return loader == null ? null : byLoader.get(loader);
    }

    /** Adds what is new, then removes what is gone. */
    void set(List<Application> found) {
        Set<Application> gone = new HashSet<>(deployed.keySet());
        for (Application application : found) {
            if (!gone.remove(application)) {
                deployed.computeIfAbsent(application, this::deploy);
            }
        }
        gone.forEach(application -> deployed.remove(application).forEach(Deployment::remove));
        indexLoaders();
    }

    private List<Deployment> deploy(Application application) {
        List<Deployment> all = new ArrayList<>();
        ClassSource classes = BundleClasses.of(application.wirings());
        // a deployment has one context class loader: for each further one it gets a companion that owns nothing else
        for (ClassLoader loader : application.loaders()) {
            all.add(deployments.add(application.name(), application.labels(), classes, loader));
            classes = NoClasses.INSTANCE;
        }
        return all;
    }

    private void indexLoaders() {
        Map<ClassLoader, Deployment> index = new LinkedHashMap<>();
        Set<ClassLoader> shared = new HashSet<>();
        deployed.forEach((application, all) -> {
            for (ClassLoader loader : application.loaders()) {
                if (index.put(loader, all.get(0)) != null) {
                    shared.add(loader);
                }
            }
        });
        index.keySet().removeAll(shared);
        byLoader.keySet().retainAll(index.keySet());
        byLoader.putAll(index);
    }

    private enum NoClasses implements ClassSource {
        INSTANCE;

        @Override
        public Set<String> packages() {
            return Set.of();
        }

        @Override
        public boolean contains(String className) {
            return false;
        }
    }
}
