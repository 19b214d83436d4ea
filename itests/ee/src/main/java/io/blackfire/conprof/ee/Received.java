package io.blackfire.conprof.ee;

import java.util.Arrays;
import java.util.List;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Stack;

/** What profiles say of the work of the sample applications. */
record Received(List<ReceivedProfile> profiles) {
    static final String CPU = "cpu-time/nanoseconds";
    static final String ALLOCATED = "alloc-space/bytes";

    /** The sample applications' work in the profiles of one. */
    double of(String application, String sampleType) {
        return new Received(profiles.stream()
                        .filter(profile -> profile.application().equals(application))
                        .toList())
                .all(sampleType);
    }

    /** The part of the work that is in the profiles of none of these. */
    double left(String sampleType, String... applications) {
        double found = Arrays.stream(applications)
                .mapToDouble(application -> of(application, sampleType))
                .sum();
        return 1 - found / all(sampleType);
    }

    private double all(String sampleType) {
        return profiles.stream()
                .mapToLong(profile -> profile.pprof().sum(sampleType, Received::ofApplication))
                .sum();
    }

    private static boolean ofApplication(Stack stack) {
        return stack.contains("io.blackfire.conprof.apps.") || stack.contains("io.blackfire.conprof.ee.");
    }
}
