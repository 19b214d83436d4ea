package io.blackfire.conprof.osgi.shell;

import java.util.List;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

import io.blackfire.conprof.admin.Doctor;
import io.blackfire.conprof.admin.Finding;
import io.blackfire.conprof.admin.FindingsJson;
import io.blackfire.conprof.admin.FindingsText;

/** {@code blackfire:doctor}. */
@Service
@Command(
        scope = "blackfire",
        name = "doctor",
        description = "Checks all that the Blackfire profiler needs, and says what to do about what is missing")
public final class DoctorCommand implements Action {
    @Reference
    private Doctor doctor;

    @Option(name = "--json", description = "Print JSON on one line, for scripts")
    private boolean json;

    /** For the shell. */
    public DoctorCommand() {}

    @Override
    @SuppressWarnings("SystemOut")
    public Object execute() {
        List<Finding> findings = doctor.examine();
        System.out.print(json ? FindingsJson.of(findings) + "\n" : FindingsText.of(findings));
        return null;
    }
}
