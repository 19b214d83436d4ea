package io.blackfire.conprof.sampling;

/** Why nothing can be sampled now. The message is for users. */
public final class SamplingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean busy;
    private final boolean retryable;

    private SamplingException(String message, boolean busy, boolean retryable, Throwable cause) {
        super(message, cause);
        this.busy = busy;
        this.retryable = retryable;
    }

    static SamplingException busy(String message, Throwable cause) {
        return new SamplingException(message, true, true, cause);
    }

    /** Nothing can be sampled, for this reason. */
    public static SamplingException unavailable(String message, boolean retryable, Throwable cause) {
        return new SamplingException(message, false, retryable, cause);
    }

    /** Whether another profiler is at work; otherwise machine or JVM do not allow it. */
    public boolean busy() {
        return busy;
    }

    /** Whether trying again may help. */
    public boolean retryable() {
        return retryable;
    }
}
