package io.blackfire.conprof.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Mode;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Application;

/**
 * A deployment and the application that its samples count for.
 *
 * @param name the deployment
 * @param application name of its profile; empty for the server's before the server's name is known
 * @param server whether the settings make it count as the server
 * @param labels its labels, those of the settings included
 * @param samples samples of the application since the start
 * @param profiles profiles of the application handed to delivery since the start
 * @param delivered those of them that the Agent took
 */
public record DeploymentShare(
        String name,
        String application,
        boolean server,
        Map<String, String> labels,
        long samples,
        long profiles,
        long delivered) {
    private static final Application NONE = new Application("", false, 0, 0, 0);

    /** All that there are now, in the order they were added. */
    public static List<DeploymentShare> all(Profiler profiler) {
        ProfilerStatus status = profiler.status();
        // a deployment with several class loaders is there once for each; not told apart by the record's own equals:
        // JDK 17 keeps the class of records that were compared last, and with it our class loader
        Map<List<Object>, DeploymentShare> shares = new LinkedHashMap<>();
        for (Deployment deployment : profiler.deployments().list()) {
            DeploymentShare share = of(deployment, status);
            shares.putIfAbsent(List.of(share.name, share.application, share.server, share.labels), share);
        }
        return List.copyOf(shares.values());
    }

    /** The share of one of them. */
    public static DeploymentShare of(Deployment deployment, Profiler profiler) {
        return of(deployment, profiler.status());
    }

    private static DeploymentShare of(Deployment deployment, ProfilerStatus status) {
        ProfilerConfig config = status.config();
        boolean server = config.mode() == Mode.SINGLE || !config.includes(deployment.name());
        String application = config.shownName(config.applicationNameOf(deployment.name()));
        Application share = status.applications().stream()
                .filter(
                        server
                                ? Application::server
                                : candidate -> candidate.name().equals(application))
                .findFirst()
                .orElse(NONE);
        String name = server ? config.applicationName().map(config::shownName).orElse(share.name()) : application;
        Map<String, String> labels = new LinkedHashMap<>(deployment.labels());
        labels.putAll(config.labelsOf(deployment.name()));
        return new DeploymentShare(
                deployment.name(), name, server, labels, share.samples(), share.profiles(), share.delivered());
    }
}
