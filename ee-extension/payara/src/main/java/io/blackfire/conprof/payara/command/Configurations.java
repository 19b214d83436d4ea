package io.blackfire.conprof.payara.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.sun.enterprise.config.serverbeans.Config;
import com.sun.enterprise.config.serverbeans.Server;
import org.glassfish.internal.api.Target;

import io.blackfire.conprof.payara.ConprofConfiguration;
import io.blackfire.conprof.payara.SettingAttributes;

/** Where the settings of a command's target are. */
final class Configurations {
    private Configurations() {}

    /** The configurations of a target: a configuration, an instance, a deployment group; empty when there is no such one. */
    static List<Config> of(Target targets, String target) {
        Map<String, Config> all = new LinkedHashMap<>();
        // a deployment group has a configuration for each of its instances, any other target one for all of them
        Stream.concat(
                        Stream.ofNullable(targets.getConfig(target)),
                        targets.getInstances(target).stream().map(Server::getConfig))
                .filter(Objects::nonNull)
                .forEach(config -> all.put(config.getName(), config));
        return List.copyOf(all.values());
    }

    /** What is written there, without making an element where there is none. */
    static Map<String, String> written(Config config) {
        return config.checkIfExtensionExists(ConprofConfiguration.class)
                ? SettingAttributes.written(config.getExtensionByType(ConprofConfiguration.class))
                : Map.of();
    }
}
