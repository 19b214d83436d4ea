package io.blackfire.conprof;

/** How many profiles one period gives. */
public enum Mode {
    /** One profile for each deployment with samples and one for the server. */
    PER_DEPLOYMENT,
    /** One profile for the whole JVM, as Blackfire's profilers of other languages make it. */
    SINGLE
}
