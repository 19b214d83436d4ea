package io.blackfire.conprof.wildfly;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jboss.as.server.deployment.AttachmentKey;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.modules.Module;

import io.blackfire.conprof.Deployment;

/** Tells the profiler of each deployment, and marks the ways into it. Whatever fails here, the deployment goes on. */
final class DeploymentProcessor implements DeploymentUnitProcessor {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final AttachmentKey<Deployment> DEPLOYMENT = AttachmentKey.create(Deployment.class);

    private final Supplier<ServerProfiler> profiler;

    DeploymentProcessor(Supplier<ServerProfiler> profiler) {
        this.profiler = profiler;
    }

    @Override
    public void deploy(DeploymentPhaseContext phase) {
        DeploymentUnit unit = phase.getDeploymentUnit();
        ServerProfiler running = profiler.get();
        Module module = unit.getAttachment(Attachments.MODULE);
        if (running == null || module == null) {
            return;
        }
        try {
            Deployment deployment = running.deployments()
                    .add(
                            ArchiveName.application(managementName(unit)),
                            labels(unit),
                            new ModuleClasses(module),
                            module.getClassLoader());
            unit.putAttachment(DEPLOYMENT, deployment);
            mark(unit, deployment);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Deployment " + unit.getName() + " counts as the server", e);
        }
    }

    @Override
    public void undeploy(DeploymentUnit unit) {
        Deployment deployment = unit.removeAttachment(DEPLOYMENT);
        if (deployment != null) {
            deployment.remove();
        }
    }

    private static void mark(DeploymentUnit unit, Deployment deployment) {
        optional("web requests", () -> RequestMarking.install(unit, deployment));
        optional("components", () -> ComponentMarking.install(unit, deployment));
    }

    /** Slim servers have no web container or no components. */
    private static void optional(String what, Runnable part) {
        try {
            part.run();
        } catch (LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "Not in this server: " + what, e);
        }
    }

    private static Map<String, String> labels(DeploymentUnit unit) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("deployment", managementName(unit));
        if (unit.getParent() != null) {
            labels.put("module", unit.getName());
        }
        return labels;
    }

    /** The name that administrators know: of the whole archive, whatever it is called at run time. */
    private static String managementName(DeploymentUnit unit) {
        DeploymentUnit top = unit.getParent() == null ? unit : unit.getParent();
        String name = top.getAttachment(Attachments.MANAGEMENT_NAME);
        return name == null ? top.getName() : name;
    }
}
