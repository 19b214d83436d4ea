package io.blackfire.conprof.wildfly;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.ProcessStateNotifier;
import org.jboss.as.controller.ResourceDefinition;
import org.jboss.as.controller.SubsystemRegistration;
import org.jboss.as.controller.SubsystemResourceRegistration;
import org.jboss.as.controller.descriptions.ParentResourceDescriptionResolver;
import org.jboss.as.controller.registry.ManagementResourceRegistration;
import org.jboss.as.server.deployment.Phase;
import org.jboss.dmr.ModelNode;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.ServiceRegistry;
import org.wildfly.service.Installer.StartWhen;
import org.wildfly.subsystem.resource.ManagementResourceRegistrar;
import org.wildfly.subsystem.resource.ManagementResourceRegistrationContext;
import org.wildfly.subsystem.resource.ResourceDescriptor;
import org.wildfly.subsystem.resource.SubsystemResourceDefinitionRegistrar;
import org.wildfly.subsystem.resource.operation.ResourceOperationRuntimeHandler;
import org.wildfly.subsystem.service.ResourceServiceConfigurator;
import org.wildfly.subsystem.service.ResourceServiceInstaller;
import org.wildfly.subsystem.service.ServiceDependency;
import org.wildfly.subsystem.service.ServiceInstaller;

import io.blackfire.conprof.Profiler;

/** The subsystem's resource, and the service behind it: the profiler. */
final class ConprofSubsystemRegistrar implements SubsystemResourceDefinitionRegistrar, ResourceServiceConfigurator {
    static final String NAME = "blackfire-conprof";
    static final SubsystemResourceRegistration REGISTRATION = SubsystemResourceRegistration.of(NAME);
    static final ServiceName SERVICE = ServiceName.of("io", "blackfire", "conprof", "profiler");

    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    // below all that a deployment may start by itself, above where its module is there
    private static final int PRIORITY = 0x0110;
    private static final int AFTER_WEB_CONTAINER = Phase.INSTALL_WAR_DEPLOYMENT + 1;

    static final ParentResourceDescriptionResolver RESOLVER = new SettingDescriptions();

    private final AtomicReference<ServerProfiler> profiler = new AtomicReference<>();
    private final AtomicReference<String> broken = new AtomicReference<>("there is none in this server");
    private final Faults faults = new Faults();

    @Override
    public ManagementResourceRegistration register(
            SubsystemRegistration parent, ManagementResourceRegistrationContext context) {
        ManagementResourceRegistration registration = parent.registerSubsystemModel(
                ResourceDefinition.builder(REGISTRATION, RESOLVER).build());
        ResourceDescriptor.Builder descriptor = ResourceDescriptor.builder(RESOLVER)
                .withRuntimeHandler(ResourceOperationRuntimeHandler.configureService(this))
                .withDeploymentChainContributor(target -> {
                    target.addDeploymentProcessor(NAME, Phase.DEPENDENCIES, PRIORITY, new ApiDependency(faults));
                    target.addDeploymentProcessor(NAME, Phase.STRUCTURE, PRIORITY, ProfilerFirst::start);
                    target.addDeploymentProcessor(NAME, Phase.FIRST_MODULE_USE, PRIORITY, ProfilerFirst::await);
                    target.addDeploymentProcessor(
                            NAME,
                            Phase.POST_MODULE,
                            PRIORITY,
                            new DeploymentProcessor(profiler::get, this::injected, faults));
                    target.addDeploymentProcessor(
                            NAME, Phase.INSTALL, AFTER_WEB_CONTAINER, new ContextPathProcessor(faults));
                });
        SettingWriteHandler writer = new SettingWriteHandler(profiler::get);
        SettingAttributes.ALL.values().forEach(attribute -> descriptor.addAttribute(attribute, writer));
        ManagementResourceRegistrar.of(descriptor.build()).register(registration);
        SettingAttributes.ALL.forEach((setting, attribute) -> {
            // the descriptor has no place for a reader
            registration.unregisterAttribute(attribute.getName());
            registration.registerReadWriteAttribute(attribute, new SettingReader(setting, profiler::get), writer);
        });
        if (context.isRuntimeOnlyRegistrationValid()) {
            new RuntimeRegistrar(profiler::get).register(registration);
            new DeploymentStatus(profiler::get).register(parent);
        }
        return registration;
    }

    @Override
    public ResourceServiceInstaller configure(OperationContext context, ModelNode model) {
        try {
            // made here and not by the service: deployments wait for that, and one that fails would stop them all
            ServerProfiler made =
                    new ServerProfiler(ConfiguredSettings.of(context, model).resolve(null));
            // settings may change before it starts
            profiler.set(made);
            return context.isBooting()
                    ? ResourceServiceInstaller.combine(
                            List.of(service(made, StartWhen.REQUIRED), first(context.getServiceRegistry(false))))
                    : service(made, StartWhen.INSTALLED);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler unavailable: its installation is broken", e);
            broken.set("its installation is broken: " + e);
            return ResourceServiceInstaller.combine(List.of());
        }
    }

    /** What applications get; null only if there is nothing left of us to be had. */
    private Profiler injected() {
        try {
            ServerProfiler running = profiler.get();
            return running == null
                    ? Profiler.unavailable(broken.get())
                    : running.profiler().forApplications();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "There is nothing to be injected", e);
            return null;
        }
    }

    private ResourceServiceInstaller service(ServerProfiler made, StartWhen when) {
        return ServiceInstaller.builder(() -> made)
                .provides(SERVICE)
                .withCaptor(profiler::set)
                .onStart(ServerProfiler::start)
                .onStop(ServerProfiler::stop)
                .onRemove(() -> profiler.compareAndSet(made, null))
                .blocking()
                .startWhen(when)
                .build();
    }

    private static ResourceServiceInstaller first(ServiceRegistry services) {
        ServiceDependency<ProfilerFirst> first = ServiceDependency.on(ProcessStateNotifier.SERVICE_DESCRIPTOR)
                .map(server -> new ProfilerFirst(services, server));
        return ServiceInstaller.builder(first)
                .requires(first)
                .onStart(ProfilerFirst::watch)
                .onStop(ProfilerFirst::close)
                .startWhen(StartWhen.INSTALLED)
                .build();
    }
}
