package io.blackfire.conprof.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/**
 * What is wrong with the Agent, told once: the first failure of each kind is a warning, those that follow are for
 * debugging, and the first success after them says that it works again. Used by the upload thread; {@link #problem} by any.
 */
final class Trouble {
    private static final Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Set<String> warned = new HashSet<>();
    private long failures;
    private volatile String problem = "";

    /** What is wrong now; empty when nothing is known to be. */
    String problem() {
        return problem;
    }

    void failed(String socket, Answer answer) {
        failures++;
        problem = describe(socket, answer);
        if (warned.add(answer.outcome() + socket)) {
            LOG.log(Level.WARNING, problem);
        } else if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, problem + " (failure " + failures + " in a row)");
        }
    }

    void delivered(String socket) {
        if (failures > 0) {
            LOG.log(
                    Level.INFO,
                    "Profiles reach the Blackfire Agent at " + socket + " again, after " + failures + " failures");
        }
        failures = 0;
        problem = "";
        warned.clear();
    }

    private static String describe(String socket, Answer answer) {
        String agent = "the Blackfire Agent at " + socket;
        return switch (answer.outcome()) {
            case OUTDATED -> "Cannot deliver profiles: " + agent + " is older than 2.13.0 (" + answer.text()
                    + "); update it, profiles wait for a while";
            case REFUSED -> "Lost a profile: " + agent + " refused it: " + answer.text();
            case ABSENT -> "Cannot deliver profiles: nothing answers as " + agent + ": " + answer.text()
                    + "; they wait for a while";
            default -> "Cannot deliver profiles: " + agent + " did not take them: " + answer.text()
                    + "; they wait for a while";
        };
    }
}
