package io.blackfire.conprof.osgi.webconsole;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Outcome;

/** What the page's buttons do. */
enum Action {
    START("Start", "The profiler was started.", Outcome::start),
    STOP("Stop", "The profiler was stopped.", Outcome::stop),
    FLUSH("Flush", "The Agent took all profiles.", Outcome::flush);

    private final String label;
    private final String success;
    private final Function<Profiler, Outcome> work;

    Action(String label, String success, Function<Profiler, Outcome> work) {
        this.label = label;
        this.success = success;
        this.work = work;
    }

    static Optional<Action> named(String parameter) {
        return Stream.of(values())
                .filter(action -> action.parameter().equals(parameter))
                .findAny();
    }

    /** What stands on the button. */
    String label() {
        return label;
    }

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Does it; returns what came of it, for the user. */
    String run(Profiler profiler) {
        Outcome outcome = work.apply(profiler);
        return outcome.achieved() ? success : label + " failed: " + outcome.message();
    }
}
