package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Outcome;

/** {@code blackfire:start}. */
@Service
@Command(scope = "blackfire", name = "start", description = "Starts the Blackfire profiler after blackfire:stop")
public final class StartCommand implements Action {
    @Reference
    private Profiler profiler;

    @Option(name = "--json", description = "Print the status as JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public StartCommand() {}

    @Override
    public Object execute() throws CommandException {
        Answer.of(Outcome.start(profiler), json);
        return null;
    }
}
