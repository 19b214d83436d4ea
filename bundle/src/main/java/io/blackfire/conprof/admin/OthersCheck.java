package io.blackfire.conprof.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.State;

/**
 * Whether another profiler is in this JVM: what keeps ours from sampling, and which native profilers are mapped.
 *
 * @param proc Linux's folder of that name; elsewhere there is none, and only the status tells
 */
record OthersCheck(ProfilerStatus status, Path proc) implements Check {
    /** async-profiler, Datadog's descendant of it, YourKit, JProfiler, Dynatrace. */
    private static final Pattern PROFILER =
            Pattern.compile("(/.*/lib(?:asyncProfiler|javaProfiler|yjpagent|jprofilerti|oneagent)[^/]*?\\.so)");

    private static final Pattern OURS = Pattern.compile(".*/libasyncProfiler-[0-9a-f]{1,8}\\.so");

    @Override
    public String name() {
        return "other profilers";
    }

    @Override
    public Finding look() throws IOException {
        if (status.state() == State.BUSY) {
            return Finding.problem(
                    name(),
                    status.reason(),
                    "remove the other one, or set dimensions to cpu-time,wall-time when it samples allocations");
        }
        List<String> others = others();
        if (others.isEmpty()) {
            return Finding.ok(name(), "none seen");
        }
        return Finding.warning(
                name(),
                "also in this JVM: " + String.join(", ", others),
                "when samples are missing or CPU costs are high, run one profiler alone");
    }

    private List<String> others() throws IOException {
        Path maps = proc.resolve("self/maps");
        if (!Files.isReadable(maps)) {
            return List.of();
        }
        TreeSet<String> others = new TreeSet<>();
        for (String line : Files.readAllLines(maps)) {
            Matcher library = PROFILER.matcher(line);
            if (library.find() && !OURS.matcher(library.group(1)).matches()) {
                others.add(library.group(1));
            }
        }
        return List.copyOf(others);
    }
}
