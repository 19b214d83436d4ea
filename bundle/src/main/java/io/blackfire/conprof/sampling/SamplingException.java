package io.blackfire.conprof.sampling;

/** Why nothing can be sampled now. The message is for users. */
public final class SamplingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final boolean retryable;

    private enum Kind {
        /** Another copy of us that profiles our deployments as well. */
        LED,
        /** Another profiler. */
        BUSY,
        /** The machine or the JVM. */
        UNAVAILABLE
    }

    private SamplingException(String message, Kind kind, boolean retryable, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryable = retryable;
    }

    static SamplingException led(String message) {
        return new SamplingException(message, Kind.LED, true, null);
    }

    static SamplingException busy(String message, Throwable cause) {
        return new SamplingException(message, Kind.BUSY, true, cause);
    }

    /** Nothing can be sampled, for this reason. */
    public static SamplingException unavailable(String message, boolean retryable, Throwable cause) {
        return new SamplingException(message, Kind.UNAVAILABLE, retryable, cause);
    }

    /** Whether another profiler is at work; otherwise machine or JVM do not allow it. */
    public boolean busy() {
        return kind != Kind.UNAVAILABLE;
    }

    /** Whether that one is a copy of us that profiles our deployments as well. */
    public boolean led() {
        return kind == Kind.LED;
    }

    /** Whether trying again may help. */
    public boolean retryable() {
        return retryable;
    }
}
