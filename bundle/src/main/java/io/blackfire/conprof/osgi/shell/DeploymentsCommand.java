package io.blackfire.conprof.osgi.shell;

import java.util.List;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.DeploymentShare;
import io.blackfire.conprof.admin.DeploymentsJson;
import io.blackfire.conprof.admin.DeploymentsText;
import io.blackfire.conprof.admin.Display;

/** {@code blackfire:deployments}. */
@Service
@Command(
        scope = "blackfire",
        name = "deployments",
        description =
                "Lists the deployments that the Blackfire profiler tells apart, and the application each counts for")
public final class DeploymentsCommand implements Action {
    @Reference
    private Profiler profiler;

    @Argument(name = "deployment", description = "Show all about the deployment of this name, labels included")
    @Completion(DeploymentNames.class)
    private String name;

    @Option(name = "--json", description = "Print JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public DeploymentsCommand() {}

    @Override
    @SuppressWarnings("SystemOut")
    public Object execute() throws CommandException {
        List<DeploymentShare> shown = DeploymentShare.all(profiler).stream()
                .filter(deployment -> name == null || deployment.name().equals(name))
                .toList();
        if (json) {
            System.out.println(DeploymentsJson.of(shown));
        }
        if (name != null && shown.isEmpty()) {
            throw new CommandException("there is no deployment named " + Display.plain(name));
        }
        if (!json) {
            System.out.print(name == null ? DeploymentsText.table(shown) : DeploymentsText.details(shown));
        }
        return null;
    }
}
