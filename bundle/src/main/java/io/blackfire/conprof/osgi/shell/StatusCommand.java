package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.StatusJson;
import io.blackfire.conprof.admin.StatusText;

/** {@code blackfire:status}. Made by the shell, once for each call, as all commands are. */
@Service
@Command(
        scope = "blackfire",
        name = "status",
        description = "Shows what the Blackfire profiler is doing, what each application got, and what it costs")
public final class StatusCommand implements Action {
    @Reference
    private Profiler profiler;

    @Option(name = "--json", description = "Print JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public StatusCommand() {}

    @Override
    @SuppressWarnings("SystemOut") // the session's own output, as in all commands
    public Object execute() {
        System.out.print(json ? StatusJson.of(profiler.status()) + "\n" : StatusText.of(profiler.status()));
        return null;
    }
}
