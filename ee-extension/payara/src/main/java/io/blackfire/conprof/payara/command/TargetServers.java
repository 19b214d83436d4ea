package io.blackfire.conprof.payara.command;

import java.util.List;

import com.sun.enterprise.config.serverbeans.Server;
import org.glassfish.internal.api.Target;

/** Which servers of the domain a target is: one, those of a cluster or a deployment group, or those that have a configuration. */
final class TargetServers {
    /** The domain's own, in every domain. */
    static final String OF_THE_DOMAIN = "server";

    private TargetServers() {}

    /** Whether the domain's own server is meant. */
    static boolean includeThatOfTheDomain(Target targets, String target) {
        // the server knows it by its configuration; asked for it by its name, it answers with none
        return target.equals(OF_THE_DOMAIN)
                || targets.getInstances(target).stream()
                        .anyMatch(server -> server.getName().equals(OF_THE_DOMAIN));
    }

    /** All others that are. */
    static List<Server> instances(Target targets, String target) {
        return target == null
                ? List.of()
                : targets.getInstances(target).stream()
                        .filter(server -> !server.getName().equals(OF_THE_DOMAIN))
                        .toList();
    }
}
