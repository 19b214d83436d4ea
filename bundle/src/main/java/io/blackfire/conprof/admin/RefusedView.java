package io.blackfire.conprof.admin;

import io.blackfire.conprof.ProfilerConfig.Problem;

/** {@link Problem} with the getters that make it open data. */
public final class RefusedView {
    private final Problem problem;

    RefusedView(Problem problem) {
        this.problem = problem;
    }

    public String getKey() {
        return problem.key();
    }

    public String getValue() {
        return problem.value();
    }

    public String getReason() {
        return problem.reason();
    }

    public String getKept() {
        return problem.kept();
    }
}
