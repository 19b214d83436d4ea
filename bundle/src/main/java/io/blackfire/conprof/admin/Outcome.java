package io.blackfire.conprof.admin;

import java.time.Duration;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.Setting;

/**
 * What came of what an administrator asked for.
 *
 * @param achieved whether it is as was asked for
 * @param message the same in words, on one line
 * @param status the status after it
 */
public record Outcome(boolean achieved, String message, ProfilerStatus status) {
    private static final Duration START = Duration.ofSeconds(2);

    /** Starts the profiler; achieved even if it takes longer than one would wait for. */
    public static Outcome start(Profiler profiler) {
        profiler.startAndWait(START);
        ProfilerStatus status = profiler.status();
        boolean achieved = status.state() == State.RUNNING || status.state() == State.STARTING;
        return new Outcome(achieved, StatusText.headline(status), status);
    }

    /** Stops the profiler. */
    public static Outcome stop(Profiler profiler) {
        profiler.stop();
        ProfilerStatus status = profiler.status();
        boolean achieved = status.state() == State.STOPPED;
        return new Outcome(achieved, (achieved ? "" : "not stopped yet: ") + StatusText.headline(status), status);
    }

    /** Ends the period and uploads it. */
    public static Outcome flush(Profiler profiler) {
        boolean achieved = profiler.flush();
        ProfilerStatus status = profiler.status();
        String message = achieved
                ? "The Agent at " + status.delivery().socket() + " has taken everything"
                : Display.plain(failure(status));
        return new Outcome(achieved, message, status);
    }

    private static String failure(ProfilerStatus status) {
        if (status.state() != State.RUNNING) {
            return "nothing to upload, the profiler is " + Display.of(status.state())
                    + (status.reason().isEmpty() ? "" : ": " + status.reason());
        }
        String why = status.delivery().problem().isEmpty()
                ? "the Agent has not taken everything within " + status.config().text(Setting.UPLOAD_TIMEOUT)
                : status.delivery().problem();
        return status.reason().isEmpty() ? why : why + "; " + status.reason();
    }
}
