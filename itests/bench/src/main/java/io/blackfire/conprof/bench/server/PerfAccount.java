package io.blackfire.conprof.bench.server;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.blackfire.conprof.harness.Await;

/**
 * What the kernel sees of the profiler in a process: Linux {@code perf} samples its processors' time from outside. The profiler's are
 * its threads, by name; on other threads what has a frame of its native libraries on the stack; and what the kernel does for timers
 * and signals, whosever they are. What its compiled Java code takes in requests (markers) cannot be told apart and is not counted.
 */
final class PerfAccount {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** In no step with what it looks at. */
    private static final int HERTZ = 499;

    /** From the leaf of a stack down to the profiler's handler there are fewer. */
    private static final int FRAMES = 32;

    private static final Pattern HEAD = Pattern.compile("(\\S.*?)\\s+(\\d+\\.\\d+):\\s*");
    private static final Pattern OWN_THREAD = Pattern.compile("blackfire-conpr|Async-profiler.*");
    private static final Pattern OWN_LIBRARY = Pattern.compile(".*\\(.*lib(asyncProfiler|conprof)\\b.*\\)");
    private static final Pattern SIGNAL =
            Pattern.compile(".*(posix_cpu_timer|posix_timer|get_signal|do_signal|sigreturn|signal_deliver|sigframe).*");

    private final Path file;
    private final Process perf;
    private final RandomAccessFile commands;

    /** Counts of one slice of time. */
    private static final class Slice {
        private int threads;
        private int walks;
        private int signals;
    }

    private PerfAccount(Path file, Process perf, RandomAccessFile commands) {
        this.file = file;
        this.perf = perf;
        this.commands = commands;
    }

    /**
     * Begins to look at a process: at all threads that it has when this returns, and those that they start.
     *
     * @param folder for files
     */
    static PerfAccount begin(long pid, Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("perf.data");
        Path commandPipe = folder.resolve("perf.commands");
        Path answerPipe = folder.resolve("perf.answers");
        new ProcessBuilder("mkfifo", commandPipe.toString(), answerPipe.toString())
                .inheritIO()
                .start()
                .waitFor();
        Process perf = new ProcessBuilder(
                        "perf",
                        "record",
                        "--quiet",
                        "--event=cpu-clock/max-stack=" + FRAMES + "/",
                        "--call-graph=fp",
                        "--freq=" + HERTZ,
                        "--pid=" + pid,
                        "--output=" + file,
                        "--delay=-1",
                        "--control=fifo:" + commandPipe + "," + answerPipe)
                .inheritIO()
                .start();
        // to open one end alone would wait for perf, which may have ended
        RandomAccessFile commands = new RandomAccessFile(commandPipe.toFile(), "rw");
        commands.writeBytes("enable\n");
        try (RandomAccessFile answers = new RandomAccessFile(answerPipe.toFile(), "rw");
                InputStream answer = new FileInputStream(answers.getFD())) {
            Await.until("perf looks at it, or cannot", SOON, () -> !perf.isAlive() || available(answer) > 0);
        }
        if (!perf.isAlive()) {
            throw new IOException("perf cannot look at the process");
        }
        return new PerfAccount(file, perf, commands);
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The shares of all processors' time, a line for each slice.
     *
     * @param slice how long one is
     */
    List<String> end(Duration slice) throws IOException, InterruptedException {
        commands.writeBytes("stop\n");
        perf.waitFor();
        commands.close();
        Process script = new ProcessBuilder("perf", "script", "--input=" + file, "--fields=comm,time,ip,sym,dso")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Slice> slices = new ArrayList<>();
        try (BufferedReader lines = script.inputReader()) {
            read(lines, slice, slices);
        }
        if (slices.isEmpty()) {
            throw new IOException("perf has seen nothing");
        }
        double all = (double) slice.toSeconds() * HERTZ * Runtime.getRuntime().availableProcessors() / 100;
        List<String> text = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            Slice each = slices.get(i);
            text.add(String.format(
                    Locale.ROOT,
                    "perf, from %4d s on: %.2f %% of all processors' time: own threads %.2f %%, walks and tracker %.2f %%, signals %.2f %%",
                    i * slice.toSeconds(),
                    (each.threads + each.walks + each.signals) / all,
                    each.threads / all,
                    each.walks / all,
                    each.signals / all));
        }
        return text;
    }

    private static void read(BufferedReader lines, Duration slice, List<Slice> slices) throws IOException {
        double begin = -1;
        Slice now = null;
        boolean counted = true;
        boolean signal = false;
        for (String line; (line = lines.readLine()) != null; ) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                double time = Double.parseDouble(head.group(2));
                begin = begin < 0 ? time : begin;
                int number = (int) ((time - begin) / slice.toSeconds());
                while (slices.size() <= number) {
                    slices.add(new Slice());
                }
                now = slices.get(number);
                counted = OWN_THREAD.matcher(head.group(1)).matches();
                now.threads += counted ? 1 : 0;
                signal = false;
            } else if (line.isBlank()) {
                if (now != null && signal && !counted) {
                    now.signals++;
                }
                counted = true;
            } else if (now != null && !counted && OWN_LIBRARY.matcher(line).matches()) {
                now.walks++;
                counted = true;
            } else {
                signal |= SIGNAL.matcher(line).matches();
            }
        }
    }
}
