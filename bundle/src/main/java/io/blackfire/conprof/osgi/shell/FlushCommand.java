package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Outcome;

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
    public Object execute() throws CommandException {
        Answer.of(Outcome.flush(profiler), json);
        return null;
    }
}
