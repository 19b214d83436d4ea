package io.blackfire.conprof.wildfly;

import java.util.Collection;
import java.util.List;

import org.jboss.as.server.deployment.Attachments;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.as.server.deployment.DeploymentUnit;
import org.jboss.as.server.deployment.DeploymentUnitProcessor;
import org.jboss.as.server.deployment.annotation.AnnotationIndexUtils;
import org.jboss.as.server.deployment.module.ModuleDependency;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.modules.Module;
import org.jboss.modules.filter.PathFilters;

import io.blackfire.conprof.Profiler;

/** Lets deployments whose classes use our API see it, and nothing else of ours; all others stay as they are. */
final class ApiDependency implements DeploymentUnitProcessor {
    private static final DotName PROFILER = DotName.createSimple(Profiler.class.getName());

    private final Faults faults;

    ApiDependency(Faults faults) {
        this.faults = faults;
    }

    /**
     * Whether its classes use the API, or those of the archive that it is in, which they may extend; and neither brings a
     * copy of its own, which then is what it gets.
     */
    static boolean usedBy(DeploymentUnit unit) {
        List<DeploymentUnit> units = unit.getParent() == null ? List.of(unit) : List.of(unit, unit.getParent());
        return units.stream().anyMatch(ApiDependency::uses) && units.stream().noneMatch(ApiDependency::bringsCopy);
    }

    private static boolean uses(DeploymentUnit unit) {
        return indexes(unit).stream()
                .anyMatch(index -> !index.getKnownUsers(PROFILER).isEmpty());
    }

    private static boolean bringsCopy(DeploymentUnit unit) {
        return indexes(unit).stream().anyMatch(index -> index.getClassByName(PROFILER) != null);
    }

    private static Collection<Index> indexes(DeploymentUnit unit) {
        return AnnotationIndexUtils.getAnnotationIndexes(unit).values();
    }

    @Override
    public void deploy(DeploymentPhaseContext phase) {
        DeploymentUnit unit = phase.getDeploymentUnit();
        faults.attempt(unit.getName(), "does not see the profiler", () -> {
            if (usedBy(unit)) {
                unit.getAttachment(Attachments.MODULE_SPECIFICATION).addSystemDependency(api());
            }
        });
    }

    private static ModuleDependency api() {
        Module ours = Module.forClass(Profiler.class);
        ModuleDependency api = ModuleDependency.Builder.of(ours.getModuleLoader(), ours.getName())
                .build();
        api.addImportFilter(PathFilters.is(Profiler.class.getPackageName().replace('.', '/')), true);
        api.addImportFilter(PathFilters.acceptAll(), false);
        return api;
    }
}
