package io.blackfire.conprof.wildfly;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.jar.Manifest;

import org.jboss.as.server.deployment.AttachmentKey;
import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.as.server.deployment.module.ResourceRoot;
import org.jboss.modules.Module;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.ArchiveName;
import io.blackfire.conprof.admin.ListedClasses;

/** Tells the profiler of each deployment, and marks the ways into it. Whatever fails here, the deployment goes on. */
final class DeploymentProcessor implements DeploymentUnitProcessor {
    static final AttachmentKey<Deployment> DEPLOYMENT = AttachmentKey.create(Deployment.class);

    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final AttachmentKey<ModuleClasses> CLASSES = AttachmentKey.create(ModuleClasses.class);

    private final Supplier<ServerProfiler> profiler;
    private final Supplier<Profiler> injected;
    private final Faults faults;

    /**
     * @param profiler the running one, or null
     * @param injected what applications get that ask for it: always something
     */
    DeploymentProcessor(Supplier<ServerProfiler> profiler, Supplier<Profiler> injected, Faults faults) {
        this.profiler = profiler;
        this.injected = injected;
        this.faults = faults;
    }

    @Override
    public void deploy(DeploymentPhaseContext phase) {
        DeploymentUnit unit = phase.getDeploymentUnit();
        Module module = unit.getAttachment(Attachments.MODULE);
        if (module == null) {
            return;
        }
        ServerProfiler running = profiler.get();
        if (running != null) {
            faults.attempt(unit.getName(), "counts as the server", () -> add(unit, module, running));
        }
        // without it an application that wants it would not be deployed
        part(
                unit,
                "cannot have the profiler injected",
                "org.jboss.as.weld.WeldCapability",
                () -> ProfilerInjection.install(unit, injected.get()));
    }

    private void add(DeploymentUnit unit, Module module, ServerProfiler running) {
        ModuleClasses classes = new ModuleClasses(module.getClassLoader(), additional(unit));
        Deployment deployment = running.deployments().add(name(unit), labels(unit), classes, module.getClassLoader());
        unit.putAttachment(DEPLOYMENT, deployment);
        unit.putAttachment(CLASSES, classes);
        part(
                unit,
                "has its requests told apart by their classes alone",
                "org.wildfly.extension.undertow.deployment.UndertowAttachments",
                () -> RequestMarking.install(unit, deployment));
        part(
                unit,
                ComponentMarking.CLASSES_ALONE,
                "org.jboss.as.ee.component.Attachments",
                () -> ComponentMarking.install(unit, deployment, faults));
        faults.attempt(unit.getName(), "has no status in the model", () -> DeploymentStatus.install(unit));
    }

    /** Slim servers have no web container, no components or no injection; to try it without makes them log a warning each time. */
    private void part(DeploymentUnit unit, String otherwise, String required, Runnable part) {
        try {
            Class.forName(required, false, DeploymentProcessor.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "Not in this server: {0}", required);
            return;
        }
        faults.attempt(unit.getName(), otherwise, part);
    }

    @Override
    public void undeploy(DeploymentUnit unit) {
        Deployment deployment = unit.removeAttachment(DEPLOYMENT);
        ModuleClasses classes = unit.removeAttachment(CLASSES);
        if (deployment == null) {
            return;
        }
        try {
            classes.keep();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "The last classes of " + unit.getName() + " count as the server", e);
        }
        deployment.remove();
    }

    /**
     * Of an archive's jars that manifests name in their class paths, and of the modules that its deployment descriptor adds.
     * From the indexes that the server has made: the modules are not loaded yet.
     */
    private static ListedClasses additional(DeploymentUnit unit) {
        List<String> names = unit.getAttachmentList(Attachments.ADDITIONAL_MODULES).stream()
                .flatMap(module -> module.getResourceRoots().stream())
                .map(root -> root.getAttachment(Attachments.ANNOTATION_INDEX))
                .filter(Objects::nonNull)
                .flatMap(index -> index.getKnownClasses().stream())
                .map(known -> known.name().toString())
                .toList();
        return names.isEmpty() ? ListedClasses.NONE : ListedClasses.of(names, false);
    }

    /** What the whole archive's manifest states, else its own name. */
    private static String name(DeploymentUnit unit) {
        ResourceRoot root = top(unit).getAttachment(Attachments.DEPLOYMENT_ROOT);
        Manifest manifest = root == null ? null : root.getAttachment(Attachments.MANIFEST);
        return ArchiveName.application(manifest, managementName(unit));
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
        String name = top(unit).getAttachment(Attachments.MANAGEMENT_NAME);
        return name == null ? top(unit).getName() : name;
    }

    private static DeploymentUnit top(DeploymentUnit unit) {
        return unit.getParent() == null ? unit : unit.getParent();
    }
}
