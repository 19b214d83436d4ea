package io.blackfire.conprof.profile;

import java.util.List;
import java.util.Set;

/**
 * All profiles of one recording.
 *
 * @param profiles one for each application that has samples, and for the server also where it has CPU time without samples alone
 * @param samples samples in all of them
 * @param unattributed samples whose owner nobody can tell: of code that several deployments share, on threads that say
 *     nothing, and of stacks that are known in part only; they are the server's
 * @param lostBytes bytes of the recording that could not be read, or that refer to what could not; 0 for one that is whole, at least 1
 *     for one that is cut off
 * @param engine what drove CPU sampling, in async-profiler's words: {@code ctimer}, {@code itimer}, {@code perf_events};
 *     empty where the recording does not begin a session
 * @param cpuThreads threads that have CPU samples, by the ids that the operating system gave them
 */
public record Conversion(
        List<Profile> profiles,
        long samples,
        long unattributed,
        long lostBytes,
        String engine,
        Set<Integer> cpuThreads) {}
