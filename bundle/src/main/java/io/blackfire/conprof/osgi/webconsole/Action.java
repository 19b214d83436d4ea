package io.blackfire.conprof.osgi.webconsole;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;

/** What the page's buttons do. */
enum Action {
    START("Start", profiler -> {
        profiler.start();
        return "The profiler was started.";
    }),
    STOP("Stop", profiler -> {
        profiler.stop();
        return "The profiler was stopped.";
    }),
    FLUSH("Flush", profiler -> {
        if (profiler.status().state() != ProfilerStatus.State.RUNNING) {
            return "There is nothing to flush: the profiler does not run.";
        }
        return profiler.flush()
                ? "The Agent took all profiles."
                : "The Agent did not take all profiles yet: see below what waits, and why.";
    });

    private final String label;
    private final Function<Profiler, String> work;

    Action(String label, Function<Profiler, String> work) {
        this.label = label;
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
        return work.apply(profiler);
    }
}
