package io.blackfire.conprof.agent;

/** Why a profile never reached the Agent. */
public enum LossReason {
    /** The queue was full; the oldest waiting profiles make room for new ones. */
    QUEUE_FULL("the queue was full"),
    /** It alone is larger than all that may wait. */
    TOO_LARGE("it was larger than all that may wait; a shorter period makes it smaller"),
    /** The Agent said that this request is wrong; it would say so again. */
    REFUSED("the Agent refused it"),
    /** The spool was full; the oldest profiles on disk make room for new ones. */
    SPOOL_FULL("the spool on disk was full"),
    /** It waited on disk for longer than profiles may. */
    EXPIRED("it waited on disk for too long"),
    /** What was written to disk could not be read again. */
    UNREADABLE("it could not be read from disk"),
    /** The profiler was stopped before the Agent could be reached. */
    STOPPED("the profiler was stopped");

    private final String text;

    LossReason(String text) {
        this.text = text;
    }

    /** The reason in words that may be shown to users. */
    public String text() {
        return text;
    }
}
