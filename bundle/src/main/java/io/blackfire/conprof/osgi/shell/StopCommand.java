package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Outcome;

/** {@code blackfire:stop}. */
@Service
@Command(
        scope = "blackfire",
        name = "stop",
        description =
                "Uploads what the current period holds and stops the Blackfire profiler, until blackfire:start or "
                        + "the bundle's next start, be that with the server or by a refresh; "
                        + "to stop it for good set enabled=false")
public final class StopCommand implements Action {
    @Reference
    private Profiler profiler;

    @Option(name = "--json", description = "Print the status as JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public StopCommand() {}

    @Override
    public Object execute() throws CommandException {
        Answer.of(Outcome.stop(profiler), json);
        return null;
    }
}
