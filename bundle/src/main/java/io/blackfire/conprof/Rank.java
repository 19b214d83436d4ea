package io.blackfire.conprof;

/**
 * How much a profiler knows of the server that it is in. Of all profilers in a JVM the one of the highest rank samples, for all of
 * them; among equals the one that started first.
 */
public enum Rank {
    /** It is part of a program, and knows of what that tells it. */
    LIBRARY,
    /** It knows what any Jakarta EE server tells its applications. */
    PORTABLE,
    /** It was made for this server. */
    SERVER
}
