package io.blackfire.conprof.harness.machine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JVM has of everything that may leak, at one moment after the other: a chart for people, bounds for a test.
 * Not thread-safe.
 */
public final class Lifelines {
    /** What the last looks have least is what stays; one of them may have met something under way. */
    private static final int LAST = 3;

    private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern LOADED = Pattern.compile("(?m)^Total = (\\d+) +(\\d+)");
    private static final Pattern COMMITTED = Pattern.compile("Total: .*committed=(\\d+)KB");

    private final Traces traces;
    private final Path folder;
    private final List<Map<Line, Long>> looks = new ArrayList<>();
    private Pattern othersThreads = Pattern.compile("");

    /** What may leak. */
    public enum Line {
        /** Bytes after a collection. */
        HEAP,
        /** Bytes that the operating system has given, without those that malloc only keeps (JDK 17.0.9 or later with glibc). */
        RESIDENT,
        /** Bytes that the JVM itself has asked for, where {@code -XX:NativeMemoryTracking=summary} counts them. */
        COMMITTED,
        /** Of the process. */
        THREADS,
        /** Open files and sockets. */
        DESCRIPTORS,
        /** In the profiler's folder. */
        FILES,
        /** That are loaded. */
        CLASSES,
        /** That have loaded something. */
        CLASS_LOADERS
    }

    /**
     * @param traces the JVM
     * @param folder the profiler's
     */
    public Lifelines(Traces traces, Path folder) {
        this.traces = traces;
        this.folder = folder;
    }

    /** Leaves threads out that others leave behind, for a while and without us as well: by the first 15 letters of their names. */
    public Lifelines withoutThreads(String threads) {
        othersThreads = Pattern.compile(threads);
        return this;
    }

    /** Takes note of all of them. */
    public void look() throws IOException {
        Path process = Path.of("/proc/" + traces.pid());
        Map<Line, Long> look = new EnumMap<>(Line.class);
        // collects garbage first
        look.put(Line.HEAP, number(LIVE.matcher(traces.jcmd("GC.class_histogram")), 1));
        traces.jcmd("System.trim_native_heap");
        look.put(
                Line.RESIDENT,
                Long.parseLong(Files.readString(process.resolve("statm")).split(" ")[1]) << 12);
        Matcher committed = COMMITTED.matcher(traces.jcmd("VM.native_memory", "summary"));
        if (committed.find()) {
            look.put(Line.COMMITTED, Long.parseLong(committed.group(1)) << 10);
        }
        look.put(Line.THREADS, threads(process.resolve("task")));
        look.put(Line.DESCRIPTORS, count(process.resolve("fd").toFile()));
        look.put(Line.FILES, countAll(folder.toFile()));
        Matcher loaded = LOADED.matcher(traces.jcmd("VM.classloader_stats"));
        look.put(Line.CLASSES, number(loaded, 2));
        look.put(Line.CLASS_LOADERS, number(loaded.reset(), 1));
        looks.add(look);
    }

    private long threads(Path tasks) {
        return Stream.of(tasks.toFile().list())
                .filter(task ->
                        !othersThreads.matcher(name(tasks.resolve(task))).matches())
                .count();
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            // it has ended
            return "";
        }
    }

    private static long number(Matcher matcher, int group) {
        if (!matcher.find()) {
            throw new AssertionError(matcher.toString());
        }
        return Long.parseLong(matcher.group(group));
    }

    private static long countAll(File folder) {
        File[] folders = folder.listFiles(File::isDirectory);
        return folders == null
                ? 0
                : count(folder)
                        + Stream.of(folders).mapToLong(Lifelines::countAll).sum();
    }

    /** By their names alone, as any of them may go while it counts. */
    private static long count(File folder) {
        String[] names = folder.list();
        return names == null ? 0 : names.length;
    }

    /**
     * Writes a chart of them into the build's folder, and fails when one of them grows.
     *
     * @param title of the chart, and the name of its file
     * @param warm the look from which on everything has happened once, counted from 0; before the last three
     * @param most how much more of each may be there at the end than then
     */
    public void assertFlat(String title, int warm, Map<Line, Long> most) throws IOException {
        Path chart = Path.of("target", title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".svg");
        Files.writeString(chart, chart(title));
        assertFlat(LAST, warm, most);
    }

    /** Fails when one of them has grown by the last look: for a JVM where nothing is under way then. */
    public void assertFlatAtTheEnd(int warm, Map<Line, Long> most) {
        assertFlat(1, warm, most);
    }

    private void assertFlat(int lastLooks, int warm, Map<Line, Long> most) {
        if (warm >= looks.size() - lastLooks) {
            throw new IllegalArgumentException(
                    looks.size() + " looks are too few: look " + warm + " would be compared to itself");
        }
        List<Map<Line, Long>> last = looks.subList(looks.size() - lastLooks, looks.size());
        most.forEach((line, bound) -> {
            long growth = last.stream().mapToLong(look -> look.get(line)).min().orElseThrow()
                    - looks.get(warm).get(line);
            if (growth > bound) {
                throw new AssertionError(line + " grows by " + growth + ", allowed are " + bound + "\n" + this);
            }
        });
    }

    /** A line for each of them, over the most of it that there was. */
    private String chart(String title) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 ")
                .append(40 + Line.values().length * 60)
                .append("\" font-family=\"sans-serif\" font-size=\"12\"><text x=\"10\" y=\"20\">")
                .append(title)
                .append("</text>");
        int row = 0;
        for (Line line : looks.get(0).keySet()) {
            long most = looks.stream().mapToLong(look -> look.get(line)).max().orElse(0);
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < looks.size(); i++) {
                long x = 220 + 560L * i / Math.max(1, looks.size() - 1);
                long y = 80 + 60L * row - 40 * looks.get(i).get(line) / Math.max(1, most);
                points.append(x).append(',').append(y).append(' ');
            }
            svg.append("<text x=\"10\" y=\"")
                    .append(65 + 60 * row++)
                    .append("\">")
                    .append(line)
                    .append(", up to ")
                    .append(most)
                    .append("</text><polyline fill=\"none\" stroke=\"black\" points=\"")
                    .append(points.toString().strip())
                    .append("\"/>");
        }
        return svg.append("</svg>\n").toString();
    }

    /** A row for each look. */
    @Override
    public String toString() {
        return looks.stream().map(Map::toString).collect(Collectors.joining("\n"));
    }
}
