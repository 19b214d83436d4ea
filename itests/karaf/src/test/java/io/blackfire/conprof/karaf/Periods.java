package io.blackfire.conprof.karaf;

import java.util.List;
import java.util.function.Predicate;

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

    /** All stacks with a frame of the sample applications. */
    List<Stack> stacksOfApplications() {
        return profiles.stream()
                .flatMap(profile -> profile.pprof().samples().stream())
                .map(sample -> sample.stack())
                .filter(stack -> stack.contains(SAMPLES))
                .toList();
    }
}
