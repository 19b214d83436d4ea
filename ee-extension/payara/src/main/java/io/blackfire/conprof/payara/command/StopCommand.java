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
import io.blackfire.conprof.admin.Outcome;

/** {@code blackfire-conprof-stop}. */
@Service(name = StopCommand.NAME)
@PerLookup
@CommandLock(CommandLock.LockType.NONE)
@ExecuteOn(
        value = {RuntimeType.DAS, RuntimeType.INSTANCE},
        executor = TargetExecutor.class)
@RestEndpoints(
        @RestEndpoint(
                configBean = Config.class,
                opType = RestEndpoint.OpType.POST,
                path = StopCommand.NAME,
                description = "Stops to profile, and uploads what there is",
                params = @RestParam(name = ProfilerCommand.TARGET, value = "$parent")))
public final class StopCommand extends ProfilerCommand {
    static final String NAME = "blackfire-conprof-stop";

    /** For the server. */
    public StopCommand() {}

    @Override
    String run(Profiler profiler, ActionReport report) {
        return told(Outcome.stop(profiler), report);
    }
}
