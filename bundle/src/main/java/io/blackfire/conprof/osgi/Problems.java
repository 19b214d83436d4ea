package io.blackfire.conprof.osgi;

import java.util.List;

import io.blackfire.conprof.ProfilerConfig;

/** Tells the log which values were refused. */
final class Problems {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private Problems() {}

    static void log(List<ProfilerConfig.Problem> problems) {
        problems.forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem.toString()));
    }
}
