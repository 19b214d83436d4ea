package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.Display;
import io.blackfire.conprof.admin.StatusJson;

/** {@code blackfire:flush}. */
@Service
@Command(
        scope = "blackfire",
        name = "flush",
        description =
                "Ends the Blackfire profiler's current period and uploads it now; fails when the Agent did not take everything")
public final class FlushCommand implements Action {
    @Reference
    private Profiler profiler;

    @Option(name = "--json", description = "Print the status as JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public FlushCommand() {}

    @Override
    @SuppressWarnings("SystemOut")
    public Object execute() throws CommandException {
        boolean taken = profiler.flush();
        ProfilerStatus status = profiler.status();
        if (!taken) {
            throw new CommandException(Display.plain(reason(status)));
        }
        System.out.println(
                json
                        ? StatusJson.of(status)
                        : "The Agent at " + status.delivery().socket() + " has taken everything");
        return null;
    }

    private static String reason(ProfilerStatus status) {
        if (status.state() != State.RUNNING) {
            return "nothing to upload, the profiler is " + Display.of(status.state())
                    + (status.reason().isEmpty() ? "" : ": " + status.reason());
        }
        return status.delivery().problem().isEmpty()
                ? "the Agent has not taken everything within " + status.config().text(Setting.UPLOAD_TIMEOUT)
                : status.delivery().problem();
    }
}
