package io.blackfire.conprof.karaf;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sample application of one kind, and what is expected of its profile.
 *
 * @param name the name of its profile
 * @param tags tags of its profile
 * @param accounts where it keeps account of its work
 * @param paths where it takes requests
 * @param threads threads of its own
 * @param code packages whose classes may be in its stacks; those that all have are not listed
 */
record Kind(
        String name,
        Map<String, String> tags,
        List<String> accounts,
        List<String> paths,
        List<String> threads,
        Set<String> code) {

    static List<Kind> all() {
        return List.of(
                web("shop", "/shop/burn", Map.of("deployment", "shop-2.1.war", "context_path", "/shop")),
                web("store", "/store/burn", Map.of("deployment", "store-1.2.war", "context_path", "/store")),
                web("catalog", "/catalog/burn", Map.of("deployment", "catalog/3.0.0", "context_path", "/catalog")),
                web("billing", "/billing/", Map.of("deployment", "billing-1.0-SNAPSHOT.jar")),
                web("inventory", "/inventory", Map.of("deployment", "inventory-1.1.jar")),
                background("reports", "reports", Set.of("reports")),
                // it has its work done by a service of reports
                background("audit", "audit", Set.of("audit", "reports")),
                background("pricing", "pricing", Set.of("pricing")),
                background("feed", "Camel (camel-1) thread #1 - timer://feed", Set.of("feed")),
                // its work is done in the threads of Karaf's scheduler
                new Kind(
                        "nightly",
                        Map.of("deployment", "nightly-1.0.jar"),
                        List.of("nightly"),
                        List.of(),
                        List.of(),
                        Set.of("nightly")),
                new Kind(
                        "dispatch",
                        Map.of("deployment", "dispatch/1.4.0"),
                        List.of("ticker"),
                        List.of(),
                        List.of("ticker"),
                        Set.of("ticker")),
                new Kind(
                        "crm",
                        Map.of("deployment", "crm/3.1.0", "context_path", "/crm"),
                        List.of("crm", "customers", "contracts"),
                        List.of("/crm/burn"),
                        List.of("customers", "contracts"),
                        Set.of("crm")));
    }

    private static Kind web(String name, String path, Map<String, String> tags) {
        return new Kind(name, tags, List.of(name), List.of(path), List.of(), Set.of(name));
    }

    private static Kind background(String name, String thread, Set<String> code) {
        Map<String, String> tags = Map.of("deployment", name + "-1.0.jar");
        return new Kind(name, tags, List.of(name), List.of(), List.of(thread), code);
    }

    @Override
    public String toString() {
        return name;
    }
}
