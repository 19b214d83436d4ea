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
import io.blackfire.conprof.admin.StatusJson;
import io.blackfire.conprof.admin.StatusText;

/** {@code blackfire:stop}. */
@Service
@Command(
        scope = "blackfire",
        name = "stop",
        description =
                "Uploads what the current period holds and stops the Blackfire profiler, until blackfire:start or "
                        + "the server's next start")
public final class StopCommand implements Action {
    @Reference
    private Profiler profiler;

    @Option(name = "--json", description = "Print the status as JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public StopCommand() {}

    @Override
    @SuppressWarnings("SystemOut")
    public Object execute() throws CommandException {
        profiler.stop();
        ProfilerStatus status = profiler.status();
        if (status.state() != State.STOPPED) {
            throw new CommandException("not stopped yet: " + StatusText.headline(status));
        }
        System.out.println(json ? StatusJson.of(status) : StatusText.headline(status));
        return null;
    }
}
