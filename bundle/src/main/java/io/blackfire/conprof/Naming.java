package io.blackfire.conprof;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.profile.Application;
import io.blackfire.conprof.profile.Share;

/**
 * Which application each owner's samples go to, under the settings of one period. Labels in which all deployments of one
 * application agree are its profile's; those in which they differ, as its modules do, or two lives of it, stay with the
 * samples of each.
 */
final class Naming {
    private final ProfilerConfig config;
    private final ServerInfo server;
    private final Map<String, Labels> byName = new HashMap<>();

    Naming(ProfilerConfig config, ServerInfo server, List<Owner> owners) {
        this.config = config;
        this.server = server;
        owners.forEach(this::agree);
        agree(null);
    }

    private static final class Labels {
        final Map<String, String> agreed = new LinkedHashMap<>();
        final Set<String> differing = new HashSet<>();
    }

    /** The share of an owner; null is the server. */
    Share shareOf(Owner owner) {
        String name = nameOf(owner);
        // one that became another's alias in the period has no labels
        Labels labels = byName.getOrDefault(name, new Labels());
        Map<String, String> own = new LinkedHashMap<>(labelsOf(owner));
        own.keySet().retainAll(labels.differing);
        return new Share(new Application(name, ofServer(owner), labels.agreed), own);
    }

    private void agree(Owner owner) {
        Labels labels = byName.computeIfAbsent(nameOf(owner), name -> new Labels());
        labelsOf(owner).forEach((key, value) -> {
            String before = labels.agreed.putIfAbsent(key, value);
            if (before != null && !before.equals(value)) {
                labels.differing.add(key);
            }
        });
        labels.agreed.keySet().removeAll(labels.differing);
    }

    private boolean ofServer(Owner owner) {
        return owner == null || config.mode() == Mode.SINGLE || !config.includes(owner.deployment());
    }

    private String nameOf(Owner owner) {
        return ofServer(owner)
                ? config.applicationName().orElseGet(server::applicationName)
                : config.applicationNameOf(owner.deployment());
    }

    private Map<String, String> labelsOf(Owner owner) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (!server.kind().isEmpty()) {
            labels.put("server", server.kind());
            if (!server.name().isEmpty()) {
                labels.put("server_name", server.name());
            }
        }
        if (ofServer(owner)) {
            labels.putAll(config.labels());
            return labels;
        }
        labels.put("deployment", owner.deployment());
        labels.putAll(owner.labels());
        labels.putAll(config.labels());
        labels.putAll(config.labelsOf(owner.deployment()));
        return labels;
    }
}
