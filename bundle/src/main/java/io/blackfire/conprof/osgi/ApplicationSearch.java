package io.blackfire.conprof.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Finds the applications among the bundles that are resolved now. */
final class ApplicationSearch {
    private final ServerBundles server;

    ApplicationSearch(ServerBundles server) {
        this.server = server;
    }

    /**
     * @param bundles what is resolved now
     * @param features what is installed as features now
     * @param webContexts class loaders of web contexts, by bundle id
     */
    List<Application> find(Collection<Bundle> bundles, Features.Snapshot features, Map<Long, ClassLoader> webContexts) {
        List<Application> found = new ArrayList<>();
        for (Features.Group feature : features.applications()) {
            List<Bundle> members = bundles.stream()
                    .filter(bundle -> feature.locations().contains(bundle.getLocation()))
                    .filter(bundle -> !ServerBundles.fragment(bundle))
                    .toList();
            if (members.stream().anyMatch(EntryPoints::in)) {
                String deployment = feature.name() + "/" + feature.version();
                found.add(application(statedName(members, feature.name()), deployment, members, webContexts));
            }
        }
        for (Bundle bundle : bundles) {
            if (!features.locations().contains(bundle.getLocation())
                    && !server.contains(bundle)
                    && EntryPoints.in(bundle)) {
                found.add(application(
                        BundleNames.application(bundle), BundleNames.deployment(bundle), List.of(bundle), webContexts));
            }
        }
        return found;
    }

    private static String statedName(List<Bundle> members, String otherwise) {
        Set<String> stated = new HashSet<>();
        members.stream().map(BundleNames::stated).filter(Objects::nonNull).forEach(stated::add);
        return stated.size() == 1 ? stated.iterator().next() : otherwise;
    }

    private static Application application(
            String name, String deployment, List<Bundle> members, Map<Long, ClassLoader> webContexts) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("deployment", deployment);
        List<BundleWiring> wirings = new ArrayList<>();
        List<ClassLoader> loaders = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (Bundle bundle : members) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
            if (loader == null) {
                continue; // gone while we looked
            }
            wirings.add(wiring);
            loaders.add(loader);
            if (webContexts.containsKey(bundle.getBundleId())) {
                loaders.add(webContexts.get(bundle.getBundleId()));
            }
            String path = bundle.getHeaders("").get("Web-ContextPath");
            if (path != null && !path.isBlank()) {
                paths.add(path.startsWith("/") ? path.strip() : "/" + path.strip());
            }
        }
        if (paths.size() == 1) {
            labels.put("context_path", paths.iterator().next());
        }
        return new Application(name, labels, wirings, loaders);
    }
}
