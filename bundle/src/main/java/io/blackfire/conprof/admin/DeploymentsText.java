package io.blackfire.conprof.admin;

import java.util.List;
import java.util.TreeMap;

/** Deployments as people read them in a terminal. */
public final class DeploymentsText {
    private DeploymentsText() {}

    /** One line for each. */
    public static String table(List<DeploymentShare> deployments) {
        Columns columns = new Columns(2);
        columns.row("DEPLOYMENT", "APPLICATION", "SAMPLES", "PROFILES", "UPLOADED");
        for (DeploymentShare deployment : deployments) {
            columns.row(
                    deployment.name(),
                    application(deployment),
                    deployment.samples(),
                    deployment.profiles(),
                    deployment.delivered());
        }
        StringBuilder text = new StringBuilder();
        columns.appendTo(text);
        return text.toString();
    }

    /** All that is known of each. */
    public static String details(List<DeploymentShare> deployments) {
        StringBuilder text = new StringBuilder();
        for (DeploymentShare deployment : deployments) {
            text.append(Display.plain(deployment.name())).append('\n');
            Columns columns = new Columns(2);
            columns.row("application", application(deployment));
            columns.row("samples", deployment.samples());
            columns.row("profiles", deployment.profiles());
            columns.row("uploaded", deployment.delivered());
            new TreeMap<>(deployment.labels()).forEach((key, value) -> columns.row("label " + key, value));
            columns.appendTo(text);
        }
        return text.toString();
    }

    private static String application(DeploymentShare deployment) {
        return (deployment.application() + (deployment.server() ? " (server)" : "")).strip();
    }
}
