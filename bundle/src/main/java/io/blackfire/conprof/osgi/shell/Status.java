package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.StatusText;

/** {@code blackfire:status}. Made by the shell, once for each call. */
@Service
@Command(
        scope = "blackfire",
        name = "status",
        description = "Shows what the Blackfire profiler is doing, what each application got, and what it costs")
public final class Status implements Action {
    @Reference
    private Profiler profiler;

    /** For the shell. */
    public Status() {}

    @Override
    @SuppressWarnings("SystemOut") // the session's own output
    public Object execute() {
        System.out.print(StatusText.of(profiler.status()));
        return null;
    }
}
