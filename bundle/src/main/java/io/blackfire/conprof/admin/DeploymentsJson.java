package io.blackfire.conprof.admin;

import java.util.List;

import jakarta.json.JsonArrayBuilder;

/** Deployments as JSON on one line, with the names of {@link DeploymentShare}. */
public final class DeploymentsJson {
    private DeploymentsJson() {}

    /** An array. */
    public static String of(List<DeploymentShare> deployments) {
        JsonText json = new JsonText();
        JsonArrayBuilder array = json.array();
        for (DeploymentShare deployment : deployments) {
            array.add(json.object()
                    .add("name", deployment.name())
                    .add("application", deployment.application())
                    .add("server", deployment.server())
                    .add("labels", json.object(deployment.labels()))
                    .add("samples", deployment.samples())
                    .add("profiles", deployment.profiles())
                    .add("delivered", deployment.delivered()));
        }
        return JsonText.of(array.build());
    }
}
