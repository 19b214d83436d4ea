package io.blackfire.conprof.agent;

import java.time.Duration;

/**
 * How one attempt ended.
 *
 * @param outcome what to do about it
 * @param text what happened, in words for a log line
 * @param retryAfter how long the Agent asked us to wait; zero when it did not
 */
record Answer(Outcome outcome, String text, Duration retryAfter) {

    enum Outcome {
        /** The Agent has the profile. */
        DELIVERED,
        /** The Agent is too old for profiles; it may be updated. */
        OUTDATED,
        /** Nobody listens there. */
        ABSENT,
        /** The Agent, or the way to it, could not take the profile now. */
        NOT_NOW,
        /** The Agent would never take this profile. */
        REFUSED
    }

    static Answer of(Outcome outcome, String text) {
        return new Answer(outcome, text, Duration.ZERO);
    }
}
