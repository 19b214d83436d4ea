package io.blackfire.conprof.admin;

import io.blackfire.conprof.ProfilerStatus;

/** What the profiler says of itself. */
record StateCheck(ProfilerStatus status) implements Check {

    @Override
    public String name() {
        return "profiler";
    }

    @Override
    public Finding look() {
        String seen = Display.of(status.state()) + (status.reason().isEmpty() ? "" : ": " + status.reason());
        return switch (status.state()) {
            case STARTING, RUNNING, FOLLOWING -> Finding.ok(name(), seen);
            case STOPPED -> Finding.problem(name(), seen, "start it");
            case DISABLED -> Finding.problem(name(), seen, "set enabled to true");
            case BUSY ->
                Finding.problem(name(), seen, "remove the other profiler; this one tries again every period by itself");
            case UNAVAILABLE ->
                Finding.problem(name(), seen, "see the other checks; it tries again where that can help");
        };
    }
}
