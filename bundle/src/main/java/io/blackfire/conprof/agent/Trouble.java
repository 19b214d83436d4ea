package io.blackfire.conprof.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
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

    private static final Set<LossReason> OF_WAITING =
            EnumSet.of(LossReason.QUEUE_FULL, LossReason.TOO_LARGE, LossReason.SPOOL_FULL, LossReason.EXPIRED);

    private final Set<String> toldFailures = new HashSet<>();
    private final Set<String> toldRefusals = new HashSet<>();
    private long failures;
    private long refusals;
    private Map<LossReason, Long> lostBefore = Map.of();
    private final Set<LossReason> toldLosses = EnumSet.noneOf(LossReason.class);
    private long losses;
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

    /** What is lost in all: of each reason that nobody has told yet, the first loss of an outage is a warning. */
    void lost(Map<LossReason, Long> lost) {
        for (LossReason reason : OF_WAITING) {
            long more = lost.get(reason) - lostBefore.getOrDefault(reason, 0L);
            if (more > 0) {
                losses += more;
                LOG.log(
                        toldLosses.add(reason) ? Level.WARNING : Level.DEBUG,
                        "Lost profiles that waited for the Blackfire Agent: " + losses + "; " + reason.text());
            }
        }
        lostBefore = lost;
    }

    void delivered(String socket) {
        if (failures > 0) {
            LOG.log(
                    Level.INFO,
                    "Profiles reach the Blackfire Agent at " + socket + " again; attempts that failed: " + failures
                            + (losses > 0 ? ", profiles lost: " + losses : ""));
        }
        failures = 0;
        losses = 0;
        toldFailures.clear();
        toldLosses.clear();
        problem = "";
    }

    private static String describe(String socket, Answer answer) {
        String agent = "the Blackfire Agent at " + socket;
        return switch (answer.outcome()) {
            case OUTDATED ->
                "Cannot deliver profiles: " + agent + " is older than 2.13.0 (" + answer.text()
                        + "); update it, until then they wait";
            case REFUSED -> "Lost a profile: " + agent + " refused it: " + answer.text();
            case ABSENT ->
                "Cannot deliver profiles: nothing answers as " + agent + ": " + answer.text() + "; they wait";
            default -> "Cannot deliver profiles: " + agent + " did not take them: " + answer.text() + "; they wait";
        };
    }
}
