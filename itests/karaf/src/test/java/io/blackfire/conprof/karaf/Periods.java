package io.blackfire.conprof.karaf;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Stack;

/** Questions about all that arrived. */
record Periods(List<ReceivedProfile> profiles) {
    private static final String SAMPLES = "io.blackfire.conprof.apps.";

    Periods of(String application) {
        return new Periods(profiles.stream()
                .filter(profile -> profile.application().equals(application))
                .toList());
    }

    long total(String sampleType) {
        return profiles.stream()
                .mapToLong(profile -> profile.pprof().total(sampleType))
                .sum();
    }

    long sum(String sampleType, Predicate<Stack> wanted) {
        return profiles.stream()
                .mapToLong(profile -> profile.pprof().sum(sampleType, wanted))
                .sum();
    }

    /**
     * All stacks with a frame of the sample applications, but for those that async-profiler could not walk to their root,
     * where a frame {@code break_…} stands: nobody can tell whose such a stack is.
     */
    List<Stack> stacksOfApplications() {
        return profiles.stream()
                .flatMap(profile -> profile.pprof().samples().stream())
                .map(sample -> sample.stack())
                .filter(stack -> stack.contains(SAMPLES) && !broken(stack))
                .toList();
    }

    /** The share of the sample applications' CPU Time and Allocated memory that is in broken stacks of the server. */
    double brokenShare(String server) {
        return Stream.of("cpu-time/nanoseconds", "alloc-space/bytes")
                .mapToDouble(type -> of(server).sum(type, stack -> stack.contains(SAMPLES) && broken(stack))
                        / (double) sum(type, stack -> stack.contains(SAMPLES)))
                .max()
                .orElseThrow();
    }

    private static boolean broken(Stack stack) {
        return stack.root().startsWith("break_");
    }
}
