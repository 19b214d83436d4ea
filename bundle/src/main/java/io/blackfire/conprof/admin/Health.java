package io.blackfire.conprof.admin;

import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

/**
 * A status as the answer to a health check. What an administrator decided is healthy, what passes by itself is a warning.
 *
 * @param level how it is
 * @param message why
 */
public record Health(Level level, String message) {

    /** How healthy it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Profiles are missing, or will be; that passes by itself or by one command. */
        WARN,
        /** Not ready yet. */
        TEMPORARILY_UNAVAILABLE,
        /** Nothing can be profiled here until somebody does something. */
        CRITICAL
    }

    /** The health of a profiler. */
    public static Health of(ProfilerStatus status) {
        List<String> troubles = new ArrayList<>();
        if (!status.delivery().problem().isEmpty()) {
            troubles.add(status.delivery().problem());
        }
        status.config().problems().stream()
                .map(ProfilerConfig.Problem::toString)
                .forEach(troubles::add);
        Level level =
                switch (status.state()) {
                    // it has a reason when something is not as it was asked for, as a period that was lost
                    case RUNNING -> troubles.isEmpty() && status.reason().isEmpty() ? Level.OK : Level.WARN;
                    case DISABLED, FOLLOWING -> troubles.isEmpty() ? Level.OK : Level.WARN;
                    case STARTING -> Level.TEMPORARILY_UNAVAILABLE;
                    case STOPPED, BUSY -> Level.WARN;
                    case UNAVAILABLE -> Level.CRITICAL;
                };
        troubles.add(0, StatusText.headline(status));
        return new Health(level, Display.plain(String.join("; ", troubles)));
    }
}
