package io.blackfire.conprof.osgi.shell;

import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.DeploymentShare;

/** Completes names of deployments; none with blanks, as Karaf's shell (Gogo 1.1) fails when it shall escape one. */
@Service
public final class DeploymentNames implements Completer {
    @Reference
    private Profiler profiler;

    /** For the shell. */
    public DeploymentNames() {}

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        List<String> names = DeploymentShare.all(profiler).stream()
                .map(DeploymentShare::name)
                .filter(name -> name.chars().noneMatch(Character::isWhitespace))
                .toList();
        return new StringsCompleter(names).complete(session, commandLine, candidates);
    }
}
