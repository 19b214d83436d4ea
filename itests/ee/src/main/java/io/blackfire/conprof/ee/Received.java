package io.blackfire.conprof.ee;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Sample;
import io.blackfire.conprof.harness.Stack;

/** What profiles say of the work of the sample applications. */
record Received(List<ReceivedProfile> profiles) {
    static final String CPU = "cpu-time/nanoseconds";
    static final String ALLOCATED = "alloc-space/bytes";
    private static final int MOST_STACKS = 20;

    /** The sample applications' work in the profiles of one. */
    double of(String application, String sampleType) {
        return of(application, sampleType, Received::ofApplication);
    }

    /** Work of one kind in the profiles of one. */
    double of(String application, String sampleType, Predicate<Stack> work) {
        return new Received(profiles.stream()
                        .filter(profile -> profile.application().equals(application))
                        .toList())
                .all(sampleType, work);
    }

    /** The part of the sample applications' work that is in the profiles of none of these. */
    double left(String sampleType, String... applications) {
        return left(sampleType, Received::ofApplication, applications);
    }

    /** The part of work of one kind that is in the profiles of none of these. */
    double left(String sampleType, Predicate<Stack> work, String... applications) {
        double found = Arrays.stream(applications)
                .mapToDouble(application -> of(application, sampleType, work))
                .sum();
        return 1 - found / all(sampleType, work);
    }

    /** The part of work of one kind that is in the profiles of one. */
    double part(String application, String sampleType, Predicate<Stack> work) {
        return of(application, sampleType, work) / all(sampleType, work);
    }

    /** The threads that are in the profiles of these. */
    Set<String> threads(String... applications) {
        List<String> wanted = List.of(applications);
        return profiles.stream()
                .filter(profile -> wanted.contains(profile.application()))
                .flatMap(profile -> profile.pprof().samplesOfItsTime().stream())
                .map(sample -> sample.labels().getOrDefault("thread name", ""))
                .collect(Collectors.toSet());
    }

    /** The stacks of that part, to say what went wrong. */
    String leftStacks(Predicate<Stack> work, String... applications) {
        List<String> known = List.of(applications);
        return profiles.stream()
                .filter(profile -> !known.contains(profile.application()))
                .flatMap(profile -> profile.pprof().samplesOfItsTime().stream())
                .map(Sample::stack)
                .filter(work)
                .map(Stack::toString)
                .distinct()
                .limit(MOST_STACKS)
                .collect(Collectors.joining("\n\n"));
    }

    private double all(String sampleType, Predicate<Stack> work) {
        return profiles.stream()
                .mapToLong(profile -> profile.pprof().sum(sampleType, work))
                .sum();
    }

    private static boolean ofApplication(Stack stack) {
        return stack.contains("io.blackfire.conprof.apps.") || stack.contains("io.blackfire.conprof.ee.");
    }
}
