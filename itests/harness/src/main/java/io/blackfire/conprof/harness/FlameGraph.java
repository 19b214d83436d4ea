package io.blackfire.conprof.harness;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import one.convert.Arguments;

/** Draws a profile as flame graphs: HTML files that need nothing beside them. */
public final class FlameGraph {
    private FlameGraph() {}

    /**
     * Writes one file, {@code <name>-<dimension>.html}, for each dimension that the profile has samples of.
     *
     * @return the files, in the order of the dimensions
     */
    public static List<Path> write(Pprof pprof, String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        var files = new ArrayList<Path>();
        for (Dimension dimension : Dimension.values()) {
            if (pprof.total(dimension.sampleType()) > 0) {
                String suffix = dimension.name().toLowerCase(Locale.ROOT).replace('_', '-');
                Path file = directory.resolve(name.replaceAll("[^\\w.-]", "_") + "-" + suffix + ".html");
                write(pprof, dimension, name, file);
                files.add(file);
            }
        }
        return files;
    }

    private static void write(Pprof pprof, Dimension dimension, String name, Path file) throws IOException {
        var arguments = new Arguments();
        arguments.title =
                escape(name + ": " + dimension.title() + ", " + dimension.format(pprof.total(dimension.sampleType())));
        var graph = new one.convert.FlameGraph(arguments);
        graph.parseCollapsed(new StringReader(collapsed(pprof, dimension)));
        try (var out = Files.newOutputStream(file)) {
            graph.dump(out);
        }
    }

    private static String collapsed(Pprof pprof, Dimension dimension) {
        int index = pprof.sampleTypes().indexOf(dimension.sampleType());
        return pprof.samples().stream()
                .filter(sample -> sample.values().get(index) > 0)
                .map(sample -> collapsed(sample.stack()) + " " + sample.values().get(index) + "\n")
                .collect(Collectors.joining());
    }

    private static String collapsed(Stack stack) {
        var names = new ArrayList<String>();
        for (Frame frame : stack.frames()) {
            names.add(frame.function().replace(';', ',').replaceAll("\\R", " "));
        }
        Collections.reverse(names);
        return names.isEmpty() ? "[no stack]" : String.join(";", names);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
