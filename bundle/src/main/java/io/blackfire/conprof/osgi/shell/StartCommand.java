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

/** {@code blackfire:start}. */
@Service
@Command(scope = "blackfire", name = "start", description = "Starts the Blackfire profiler after blackfire:stop")
public final class StartCommand implements Action {
    private static final int LOOKS = 100;
    private static final long LOOK_MILLIS = 20;

    @Reference
    private Profiler profiler;

    @Option(name = "--json", description = "Print the status as JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public StartCommand() {}

    @Override
    @SuppressWarnings("SystemOut")
    public Object execute() throws Exception {
        profiler.start();
        ProfilerStatus status = profiler.status();
        for (int i = 0; i < LOOKS && status.state() == State.STARTING; i++) {
            Thread.sleep(LOOK_MILLIS);
            status = profiler.status();
        }
        if (status.state() != State.RUNNING && status.state() != State.STARTING) {
            throw new CommandException(StatusText.headline(status));
        }
        System.out.println(json ? StatusJson.of(status) : StatusText.headline(status));
        return null;
    }
}
