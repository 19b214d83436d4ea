package io.blackfire.conprof.payara.command;

import com.sun.enterprise.config.serverbeans.Config;
import org.glassfish.api.ActionReport;
import org.glassfish.api.admin.CommandLock;
import org.glassfish.api.admin.ExecuteOn;
import org.glassfish.api.admin.RestEndpoint;
import org.glassfish.api.admin.RestEndpoints;
import org.glassfish.api.admin.RestParam;
import org.glassfish.api.admin.RuntimeType;
import org.glassfish.hk2.api.PerLookup;
import org.jvnet.hk2.annotations.Service;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.admin.StatusText;

/** {@code blackfire-conprof-status}: what the profiler does, delivers and costs. */
@Service(name = StatusCommand.NAME)
@PerLookup
@CommandLock(CommandLock.LockType.NONE)
@ExecuteOn(
        value = {RuntimeType.DAS, RuntimeType.INSTANCE},
        executor = TargetExecutor.class)
@RestEndpoints(
        @RestEndpoint(
                configBean = Config.class,
                opType = RestEndpoint.OpType.GET,
                path = StatusCommand.NAME,
                description = "Tells what Blackfire Conprof does, delivers and costs",
                params = @RestParam(name = ProfilerCommand.TARGET, value = "$parent")))
public final class StatusCommand extends ProfilerCommand {
    static final String NAME = "blackfire-conprof-status";

    /** For the server. */
    public StatusCommand() {}

    @Override
    String run(Profiler profiler, ActionReport report) {
        ProfilerStatus status = profiler.status();
        report.setExtraProperties(StatusValues.of(status));
        return StatusText.of(status);
    }
}
