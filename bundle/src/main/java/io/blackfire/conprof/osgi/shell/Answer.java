package io.blackfire.conprof.osgi.shell;

import org.apache.karaf.shell.support.CommandException;

import io.blackfire.conprof.admin.Outcome;
import io.blackfire.conprof.admin.StatusJson;

/** How commands that do something tell what came of it. */
final class Answer {
    private Answer() {}

    /** Prints it, in words or as the status in JSON, and fails if it was not achieved: a script reads both. */
    @SuppressWarnings("SystemOut")
    static void of(Outcome outcome, boolean json) throws CommandException {
        if (json) {
            System.out.println(StatusJson.of(outcome.status()));
        } else if (outcome.achieved()) {
            System.out.println(outcome.message());
        }
        if (!outcome.achieved()) {
            throw new CommandException(outcome.message());
        }
    }
}
