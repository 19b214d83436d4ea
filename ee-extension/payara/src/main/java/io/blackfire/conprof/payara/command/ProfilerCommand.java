package io.blackfire.conprof.payara.command;

import jakarta.inject.Inject;
import org.glassfish.api.ActionReport;
import org.glassfish.api.Param;
import org.glassfish.api.admin.AdminCommand;
import org.glassfish.api.admin.AdminCommandContext;
import org.glassfish.api.admin.ServerEnvironment;
import org.glassfish.internal.api.Target;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Outcome;
import io.blackfire.conprof.payara.ConprofService;

/** What administrators ask the profilers of the target's servers to do, each in its own server. */
abstract class ProfilerCommand implements AdminCommand {
    static final String TARGET = "target";

    @Inject
    private ConprofService service;

    @Inject
    private ServerEnvironment environment;

    @Inject
    private Target targets;

    @Param(name = TARGET, optional = true, defaultValue = TargetServers.OF_THE_DOMAIN)
    private String target;

    @Override
    public final void execute(AdminCommandContext context) {
        ActionReport report = context.getActionReport();
        // an instance was asked by the domain's server because it is meant
        if (environment.isInstance() || TargetServers.includeThatOfTheDomain(targets, target)) {
            execute(report);
        } else if (TargetServers.instances(targets, target).isEmpty()) {
            report.setActionExitCode(ActionReport.ExitCode.FAILURE);
            report.setMessage("There is no server in " + target + ", and none with a configuration of that name");
        }
    }

    private void execute(ActionReport report) {
        service.profiler()
                .ifPresentOrElse(
                        profiler -> {
                            report.setActionExitCode(ActionReport.ExitCode.SUCCESS);
                            report.setMessage(run(profiler, report));
                        },
                        () -> {
                            report.setActionExitCode(ActionReport.ExitCode.FAILURE);
                            report.setMessage("There is no profiler: its installation is broken, see the server's log");
                        });
    }

    /** Does it and tells in words what came of it; says in the report when that is a failure. */
    abstract String run(Profiler profiler, ActionReport report);

    /** What came of it; a failure where it is not as was asked for. */
    static String told(Outcome outcome, ActionReport report) {
        if (!outcome.achieved()) {
            report.setActionExitCode(ActionReport.ExitCode.FAILURE);
        }
        return outcome.message();
    }
}
