package io.blackfire.conprof.payara.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.enterprise.admin.util.ClusterOperationUtil;
import com.sun.enterprise.admin.util.InstanceStateService;
import com.sun.enterprise.config.serverbeans.Server;
import jakarta.inject.Inject;
import org.glassfish.api.ActionReport;
import org.glassfish.api.admin.AdminCommand;
import org.glassfish.api.admin.AdminCommandContext;
import org.glassfish.api.admin.ClusterExecutor;
import org.glassfish.api.admin.FailurePolicy;
import org.glassfish.api.admin.InstanceState;
import org.glassfish.api.admin.ParameterMap;
import org.glassfish.hk2.api.ServiceLocator;
import org.glassfish.internal.api.Target;
import org.jvnet.hk2.annotations.ContractsProvided;
import org.jvnet.hk2.annotations.Service;

/**
 * Has the instances of a target do what is asked of their profilers, when the domain's own server has had its turn. What an
 * instance does not achieve is a failure, and no more: the server's own executor would take it for a change of its
 * configuration that it has to be restarted for.
 */
@Service
@ContractsProvided(TargetExecutor.class)
public final class TargetExecutor implements ClusterExecutor {
    @Inject
    private Target targets;

    @Inject
    private InstanceStateService states;

    @Inject
    private ServiceLocator services;

    /** For the server. */
    public TargetExecutor() {}

    @Override
    public ActionReport.ExitCode execute(
            String name, AdminCommand command, AdminCommandContext context, ParameterMap parameters) {
        List<Server> instances = TargetServers.instances(targets, parameters.getOne(ProfilerCommand.TARGET));
        Map<String, InstanceState.StateType> upToDate = new HashMap<>();
        for (Server instance : instances) {
            InstanceState.StateType state = states.getState(instance.getName());
            if (state != InstanceState.StateType.RESTART_REQUIRED) {
                upToDate.put(instance.getName(), state);
            }
        }
        try {
            return instances.isEmpty()
                    ? context.getActionReport().getActionExitCode()
                    : ClusterOperationUtil.replicateCommand(
                            name,
                            FailurePolicy.Error,
                            FailurePolicy.Error,
                            FailurePolicy.Error,
                            instances,
                            context,
                            parameters,
                            services);
        } finally {
            upToDate.forEach((instance, state) -> {
                states.setState(instance, state, true);
                states.removeFailedCommandsForInstance(instance);
            });
        }
    }
}
