package io.blackfire.conprof.harness;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What our own client has to send beyond {@link UploadRules}. */
final class ConprofRules {
    private static final List<String> REQUIRED = List.of(
            "application_name",
            "service",
            "language",
            "runtime",
            "runtime_version",
            "runtime_os",
            "runtime_arch",
            "host",
            "probe_version",
            "process_id",
            "runtime-id",
            "profile_seq");
    private static final List<String> SAMPLE_TYPES = List.of(
            "cpu-time/nanoseconds",
            "cpu-samples/count",
            "wall-time/nanoseconds",
            "wall-samples/count",
            "lock-acquire-wait/nanoseconds",
            "lock-acquire/count",
            "alloc-space/bytes",
            "alloc-samples/count",
            "heap-space/bytes");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private ConprofRules() {}

    static void check(ReceivedProfile profile) throws Violation {
        Violation.require(
                profile.attachments().size() == 1
                        && profile.attachments().get(0).filename().equals("profile.pprof")
                        && profile.attachments().get(0).name().equals("profile.pprof"),
                "not one part profile.pprof but "
                        + profile.attachments().stream()
                                .map(attachment -> attachment.name() + " (" + attachment.filename() + ")")
                                .toList());
        Violation.require(profile.attachments().get(0).pprof().isPresent(), "the profile is not gzip");
        // it has been parsed before, only repeated keys are lost in the map
        tags(Tags.parse(profile.event().getString("tags_profiler")));
        sampleTypes(profile.pprof());
        for (Sample sample : profile.pprof().samples()) {
            sample(sample);
        }
    }

    private static void tags(Tags tags) throws Violation {
        Map<String, String> values = tags.values();
        for (String key : REQUIRED) {
            Violation.require(values.containsKey(key), "tag " + key + " is missing");
            Violation.require(!values.get(key).isEmpty(), "tag " + key + " is empty");
        }
        Set<String> seen = new HashSet<>();
        for (String key : tags.keys()) {
            Violation.require(seen.add(key), "tag " + key + " is there twice");
            clean("key \"" + key + "\"", key);
            clean("tag " + key + " = \"" + values.get(key) + "\"", values.get(key));
        }
        equal(values, "service", values.get("application_name"));
        equal(values, "language", "jvm");
        equal(values, "runtime", "java");
        matches(values, "process_id", NUMBER, "a number");
        matches(values, "profile_seq", NUMBER, "a number");
        matches(values, "runtime-id", UUID, "a UUID");
    }

    private static void clean(String name, String text) throws Violation {
        Violation.require(!LINE_BREAK.matcher(text).find(), name + " has a line break");
        Violation.require(text.equals(text.strip()), name + " has a space at an end");
        Violation.require(!text.startsWith(":") && !text.endsWith(":"), name + " has a colon at an end");
    }

    private static void equal(Map<String, String> tags, String key, String value) throws Violation {
        Violation.require(value.equals(tags.get(key)), "tag " + key + " is " + tags.get(key) + " instead of " + value);
    }

    private static void matches(Map<String, String> tags, String key, Pattern pattern, String what) throws Violation {
        Violation.require(
                pattern.matcher(tags.get(key)).matches(), "tag " + key + " is not " + what + ": " + tags.get(key));
    }

    private static void sampleTypes(Pprof pprof) throws Violation {
        int position = -1;
        for (String type : pprof.sampleTypes()) {
            int next = SAMPLE_TYPES.indexOf(type);
            Violation.require(next >= 0, "sample type " + type + " is none of " + SAMPLE_TYPES);
            Violation.require(next > position, "sample types are out of order: " + pprof.sampleTypes());
            position = next;
        }
    }

    private static void sample(Sample sample) throws Violation {
        Violation.require(
                sample.stack().frames().stream()
                        .noneMatch(frame -> frame.function().isEmpty()),
                "a function has no name");
        // the format cannot tell 0 from nothing, and its readers drop such labels
        for (var number : sample.numbers().entrySet()) {
            Violation.require(number.getValue() != 0, "label " + number.getKey() + " has neither a text nor a number");
        }
    }
}
