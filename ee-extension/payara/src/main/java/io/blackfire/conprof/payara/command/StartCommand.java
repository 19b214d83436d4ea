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

/** {@code blackfire-conprof-start}. */
@Service(name = StartCommand.NAME)
@PerLookup
@CommandLock(CommandLock.LockType.NONE)
@ExecuteOn(
        value = {RuntimeType.DAS, RuntimeType.INSTANCE},
        executor = TargetExecutor.class)
@RestEndpoints(
        @RestEndpoint(
                configBean = Config.class,
                opType = RestEndpoint.OpType.POST,
                path = StartCommand.NAME,
                description = "Starts to profile",
                params = @RestParam(name = ProfilerCommand.TARGET, value = "$parent")))
public final class StartCommand extends ProfilerCommand {
    static final String NAME = "blackfire-conprof-start";

    /** For the server. */
    public StartCommand() {}

    @Override
    String run(Profiler profiler, ActionReport report) {
        return told(Outcome.start(profiler), report);
    }
}
