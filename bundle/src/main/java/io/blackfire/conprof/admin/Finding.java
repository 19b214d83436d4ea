package io.blackfire.conprof.admin;

/**
 * What the {@link Doctor} found where it looked.
 *
 * @param check what it looked at
 * @param level how it is
 * @param seen what it saw
 * @param advice what to do about it; empty when all is well
 */
public record Finding(String check, Level level, String seen, String advice) {

    /** How good or bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Profiling goes on, with less than there could be. */
        WARNING,
        /** Profiles are not made, or do not reach the Agent. */
        PROBLEM
    }

    static Finding ok(String check, String seen) {
        return new Finding(check, Level.OK, seen, "");
    }

    static Finding warning(String check, String seen, String advice) {
        return new Finding(check, Level.WARNING, seen, advice);
    }

    static Finding problem(String check, String seen, String advice) {
        return new Finding(check, Level.PROBLEM, seen, advice);
    }
}
