package io.blackfire.conprof.admin;

import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.sampling.NativeLibrary;

/** Whether async-profiler's library is loaded. */
record LibraryCheck(ProfilerStatus status) implements Check {

    @Override
    public String name() {
        return "library";
    }

    @Override
    public Finding look() {
        if (!status.asyncProfilerVersion().isEmpty()) {
            return Finding.ok(name(), "async-profiler " + status.asyncProfilerVersion() + " is loaded");
        }
        if (!NativeLibrary.ASYNC_PROFILER.available()) {
            return Finding.problem(name(), "there is none for " + NativeLibrary.platform(), "see platform");
        }
        if (status.state() == State.UNAVAILABLE) {
            return Finding.problem(
                    name(),
                    status.reason(),
                    "make one of its folders usable: the server's own user's, writable, not mounted noexec");
        }
        return Finding.ok(name(), "not loaded while the profiler is " + Display.of(status.state()));
    }
}
