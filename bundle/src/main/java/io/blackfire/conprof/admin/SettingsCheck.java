package io.blackfire.conprof.admin;

import java.util.stream.Collectors;

import io.blackfire.conprof.ProfilerConfig;

/** Whether values of settings were refused. */
record SettingsCheck(ProfilerConfig config) implements Check {

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public Finding look() {
        if (config.problems().isEmpty()) {
            return Finding.ok(name(), "all are valid");
        }
        String refused =
                config.problems().stream().map(ProfilerConfig.Problem::toString).collect(Collectors.joining("; "));
        return Finding.warning(name(), refused, "correct the value where it was set");
    }
}
