package io.blackfire.conprof.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

import io.blackfire.conprof.agent.Answer.Outcome;

/**
 * What is wrong with the Agent, told once: the first failure of each kind is a warning, those that follow are for
 * debugging, and the first success after them says that it works again. A refused profile is bad luck of its own, often of
 * one application only: it is told once, and others that get through say nothing about it.
 *
 * <p>Used by the upload thread; {@link #problem} by any.
 */
final class Trouble {
    private static final Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Set<String> toldFailures = new HashSet<>();
    private final Set<String> toldRefusals = new HashSet<>();
    private long failures;
    private long refusals;
    private volatile String problem = "";

    /** What is wrong now; empty when nothing is known to be. */
    String problem() {
        return problem;
    }

    void failed(String socket, Answer answer) {
        problem = describe(socket, answer);
        if (answer.outcome() == Outcome.REFUSED) {
            tell(toldRefusals.add(socket), "refusal " + ++refusals);
        } else {
            tell(toldFailures.add(answer.outcome() + socket), "failure " + ++failures + " in a row");
        }
    }

    private void tell(boolean first, String count) {
        if (first) {
            LOG.log(Level.WARNING, problem);
        } else {
            LOG.log(Level.DEBUG, () -> problem + " (" + count + ")");
        }
    }

    void delivered(String socket) {
        if (failures > 0) {
            LOG.log(
                    Level.INFO,
                    "Profiles reach the Blackfire Agent at " + socket + " again; attempts that failed: " + failures);
        }
        failures = 0;
        toldFailures.clear();
        problem = "";
    }

    private static String describe(String socket, Answer answer) {
        String agent = "the Blackfire Agent at " + socket;
        return switch (answer.outcome()) {
            case OUTDATED ->
                "Cannot deliver profiles: " + agent + " is older than 2.13.0 (" + answer.text()
                        + "); update it, until then they wait in memory";
            case REFUSED -> "Lost a profile: " + agent + " refused it: " + answer.text();
            case ABSENT ->
                "Cannot deliver profiles: nothing answers as " + agent + ": " + answer.text() + "; they wait in memory";
            default ->
                "Cannot deliver profiles: " + agent + " did not take them: " + answer.text() + "; they wait in memory";
        };
    }
}
