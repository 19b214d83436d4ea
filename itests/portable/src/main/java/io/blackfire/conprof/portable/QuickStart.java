package io.blackfire.conprof.portable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.blackfire.conprof.harness.machine.Program;

/** What the README says to type in TomEE's folder, which ends with its start. */
final class QuickStart {
    private static final Path README = Path.of("../../README.md");
    private static final String FIRST = "    cp conprof-cdi-";
    private static final Duration SOON = Duration.ofSeconds(10);

    private QuickStart() {}

    /** Types all but the start. */
    static void prepare(Path base, Path jar) throws IOException {
        Path here = Files.copy(jar, base.resolve(jar.getFileName()));
        List<String> commands = commands();
        for (String command : commands.subList(0, commands.size() - 1)) {
            Program typed = Program.run(new ProcessBuilder("sh", "-c", command).directory(base.toFile()), "", SOON);
            if (typed.exit() != 0) {
                throw new IOException(command + ": " + typed.output());
            }
        }
        Files.delete(here);
    }

    /** How it starts: program and arguments. */
    static List<String> start() throws IOException {
        List<String> commands = commands();
        return List.of(commands.get(commands.size() - 1).split(" "));
    }

    private static List<String> commands() throws IOException {
        return Files.readString(README)
                .lines()
                .dropWhile(line -> !line.startsWith(FIRST))
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
    }
}
