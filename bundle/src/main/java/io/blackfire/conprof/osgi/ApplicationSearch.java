package io.blackfire.conprof.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Finds the applications among the bundles that are resolved now, and says what the others are. */
final class ApplicationSearch {
    private final ServerBundles server;

    ApplicationSearch(ServerBundles server) {
        this.server = server;
    }

    /**
     * @param bundles what is resolved now
     * @param features what is installed as features now
     * @param webContexts class loaders of the web contexts of a bundle
     */
    Landscape find(
            Collection<Bundle> bundles, Features.Snapshot features, Function<Bundle, List<ClassLoader>> webContexts) {
        // always in the same order, as an application whose modules come in another one is another application
        List<Bundle> hosts = bundles.stream()
                .filter(bundle -> !ServerBundles.fragment(bundle))
                .sorted(Comparator.comparingLong(Bundle::getBundleId))
                .toList();
        Set<Bundle> serverBundles = new HashSet<>();
        hosts.stream().filter(bundle -> serverBundle(bundle, features)).forEach(serverBundles::add);
        List<Application> applications = new ArrayList<>();
        Set<Bundle> taken = new HashSet<>(serverBundles);
        for (Features.Group feature : features.applications()) {
            Set<Bundle> members = new LinkedHashSet<>(hosts);
            members.removeAll(serverBundles);
            members.removeIf(bundle -> !onlyIn(feature, bundle, features));
            Set<Bundle> modules = Modules.of(members, serverBundles);
            taken.addAll(modules);
            application(feature, modules, webContexts, applications);
        }
        for (Bundle bundle : hosts) {
            if (!taken.contains(bundle)
                    && alone(bundle, features)
                    && !ServerBundles.library(bundle)
                    && EntryPoints.in(bundle)) {
                taken.add(bundle);
                application(bundle, webContexts, applications);
            }
        }
        List<Bundle> libraries = new ArrayList<>(hosts);
        libraries.removeAll(taken);
        return new Landscape(applications, wirings(serverBundles), wirings(libraries));
    }

    private boolean serverBundle(Bundle bundle, Features.Snapshot features) {
        String location = bundle.getLocation();
        return server.infrastructure(bundle)
                || features.server().contains(location)
                || !features.others().contains(location) && server.contains(bundle);
    }

    private static boolean onlyIn(Features.Group feature, Bundle bundle, Features.Snapshot features) {
        return feature.locations().contains(bundle.getLocation()) && groups(bundle, features) == 1;
    }

    /** Whether it can be an application by itself: no feature brought it, or so many that it is none's part. */
    private static boolean alone(Bundle bundle, Features.Snapshot features) {
        return !features.others().contains(bundle.getLocation()) || groups(bundle, features) > 1;
    }

    private static long groups(Bundle bundle, Features.Snapshot features) {
        return features.applications().stream()
                .filter(group -> group.locations().contains(bundle.getLocation()))
                .count();
    }

    private static void application(
            Features.Group feature,
            Set<Bundle> modules,
            Function<Bundle, List<ClassLoader>> webContexts,
            List<Application> applications) {
        List<Application.Module> found = new ArrayList<>();
        for (Bundle bundle : modules) {
            Map<String, String> labels = labels(bundle);
            labels.put("module", BundleNames.symbolicName(bundle));
            add(bundle, labels, webContexts, found);
        }
        String deployment = feature.name() + "/" + feature.version();
        if (!found.isEmpty()) {
            applications.add(new Application(
                    name(modules, feature.name()), Map.of("deployment", deployment), List.copyOf(found)));
        }
    }

    private static void application(
            Bundle bundle, Function<Bundle, List<ClassLoader>> webContexts, List<Application> applications) {
        List<Application.Module> found = new ArrayList<>();
        add(bundle, labels(bundle), webContexts, found);
        if (!found.isEmpty()) {
            applications.add(new Application(
                    BundleNames.application(bundle),
                    Map.of("deployment", BundleNames.deployment(bundle)),
                    List.copyOf(found)));
        }
    }

    private static String name(Set<Bundle> modules, String otherwise) {
        Set<String> stated = new HashSet<>();
        modules.stream().map(BundleNames::stated).filter(Objects::nonNull).forEach(stated::add);
        return stated.size() == 1 ? stated.iterator().next() : otherwise;
    }

    private static Map<String, String> labels(Bundle bundle) {
        Map<String, String> labels = new TreeMap<>();
        String path = EntryPoints.contextPath(bundle);
        if (path != null) {
            labels.put("context_path", path);
        }
        return labels;
    }

    private static void add(
            Bundle bundle,
            Map<String, String> labels,
            Function<Bundle, List<ClassLoader>> webContexts,
            List<Application.Module> found) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
        if (loader == null) {
            return; // gone while we looked
        }
        List<ClassLoader> loaders = Stream.concat(Stream.of(loader), webContexts.apply(bundle).stream())
                .distinct()
                .toList();
        found.add(new Application.Module(wiring, labels, !EntryPoints.in(bundle), loaders));
    }

    private static Set<BundleWiring> wirings(Collection<Bundle> bundles) {
        return bundles.stream()
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
