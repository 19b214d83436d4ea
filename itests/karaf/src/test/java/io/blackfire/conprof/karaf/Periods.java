package io.blackfire.conprof.karaf;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.blackfire.conprof.harness.Frame;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Stack;

/** Questions about all that arrived. */
record Periods(List<ReceivedProfile> profiles) {
    static final String SAMPLES = "io.blackfire.conprof.apps.";

    Periods of(String application) {
        return new Periods(profiles.stream()
                .filter(profile -> profile.application().equals(application))
                .toList());
    }

    /** Those that began after this instant, one by one; without the last one, of which more may come. */
    List<Periods> after(Instant instant) {
        TreeMap<Instant, List<ReceivedProfile>> byStart = profiles.stream()
                .filter(profile -> profile.start().isAfter(instant))
                .collect(Collectors.groupingBy(ReceivedProfile::start, TreeMap::new, Collectors.toList()));
        byStart.pollLastEntry();
        return byStart.values().stream().map(Periods::new).toList();
    }

    /** Those that did something, and not those alone whose objects are left from before. */
    Set<String> applications() {
        return profiles.stream()
                .filter(profile -> !profile.pprof().samplesOfItsTime().isEmpty())
                .map(ReceivedProfile::application)
                .collect(Collectors.toSet());
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

    /** All stacks with a frame of the sample applications; of those that are gone, objects may be left. */
    List<Stack> stacksOfApplications() {
        return profiles.stream()
                .flatMap(profile -> profile.pprof().samplesOfItsTime().stream())
                .map(sample -> sample.stack())
                .filter(stack -> stack.contains(SAMPLES))
                .toList();
    }

    /** The packages of the sample applications that are in any stack: {@code ticker}, {@code work}. */
    Set<String> applicationPackages() {
        return stacksOfApplications().stream()
                .flatMap(stack -> stack.frames().stream())
                .map(Frame::function)
                .filter(function -> function.startsWith(SAMPLES))
                .map(function -> function.substring(SAMPLES.length()).replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());
    }
}
