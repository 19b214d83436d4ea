package io.blackfire.conprof.harness.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is there of us in another JVM and on its disk: leaks show as more of it.
 *
 * @param pid the process
 * @param jdk what runs it
 */
public record Traces(long pid, Jdk jdk) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The names of the threads that are ours. */
    public List<String> threads() {
        return names(dump -> dump.startsWith("\"blackfire"));
    }

    /** The names of all threads. */
    public List<String> allThreads() {
        return names(dump -> true);
    }

    /** The names of the threads with a frame of code whose name begins like this regular expression. */
    public List<String> threadsIn(String code) {
        Pattern frame = Pattern.compile("^\\tat " + code, Pattern.MULTILINE);
        return names(dump -> frame.matcher(dump).find());
    }

    private List<String> names(Predicate<String> wanted) {
        return Pattern.compile("\n(?=\")")
                .splitAsStream(jcmd("Thread.print"))
                .filter(dump -> dump.startsWith("\"") && wanted.test(dump))
                .map(dump -> dump.substring(1, dump.indexOf('"', 1)))
                .sorted()
                .toList();
    }

    /** How many class loaders there are that loaded this class, after a collection. */
    public long loadersOf(String className) {
        jcmd("GC.run");
        return jcmd("VM.class_hierarchy", className)
                .lines()
                .filter(line -> line.contains("|--" + className + "/"))
                .count();
    }

    /** How many objects of this very class are reachable. */
    public long instancesOf(String className) {
        // the histogram collects garbage first
        Matcher line = Pattern.compile(
                        "^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(className) + "(?: |$)", Pattern.MULTILINE)
                .matcher(jcmd("GC.class_histogram"));
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    /** The files that the process has open, as the kernel names them. */
    public List<String> openFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.flatMap(Traces::target).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that are files on a disk. */
    public List<String> regularFiles() {
        return openFiles().stream().filter(file -> file.startsWith("/")).toList();
    }

    /** The copies of async-profiler's library that are mapped, deleted files included. */
    public List<String> libraries() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
            // address, permissions, offset, device, inode, path
            return maps.filter(line -> line.contains("libasyncProfiler"))
                    .map(line -> line.split("\\s+", 4)[3])
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return Stream.empty(); // closed meanwhile
        }
    }

    /** By the socket that {@code jcmd} has the JVM open, as a JVM for each command takes half a second of a processor. */
    String jcmd(String... command) {
        try {
            try {
                return ask(command);
            } catch (SocketException notOpen) {
                Program jcmd = Program.run(
                        new ProcessBuilder(jdk.program("jcmd").toString(), Long.toString(pid), "VM.version"),
                        "",
                        TIMEOUT);
                if (jcmd.exit() != 0) {
                    throw new AssertionError("jcmd ended with " + jcmd.exit() + ":\n" + jcmd.output());
                }
                return ask(command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In version 1 of HotSpot's attach protocol: version, operation and three arguments; what comes back begins with 0 or an error. */
    private String ask(String... command) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of("/tmp/.java_pid" + pid);
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.write(StandardCharsets.UTF_8.encode("1\0jcmd\0" + String.join(" ", command) + "\0\0\0"));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("0\n")) {
                throw new AssertionError(String.join(" ", command) + " ended with " + answer);
            }
            return answer.substring(2);
        }
    }
}
