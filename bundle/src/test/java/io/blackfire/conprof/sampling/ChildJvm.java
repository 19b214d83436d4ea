package io.blackfire.conprof.sampling;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.harness.machine.Jdk;

/** A JVM of its own with the class path of this one. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Starts a main class; its output, errors included, is to be read from the process. */
    public static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), options, main, arguments);
    }

    /** Starts a main class in a JVM that another program starts. */
    public static Process startBy(List<String> launcher, Class<?> main, String... arguments) throws IOException {
        return start(launcher, System.getProperty("java.class.path"), List.of(), main, arguments);
    }

    private static Process start(
            List<String> launcher, String classPath, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return start(launcher, Path.of(System.getProperty("java.home")), classPath, options, main, arguments);
    }

    private static Process start(
            List<String> launcher,
            Path home,
            String classPath,
            List<String> options,
            Class<?> main,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(home.resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("XDG_CACHE_HOME");
        return builder.start();
    }

    /** Runs a main class to its end and returns its output. */
    public static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return output(start(options, main, arguments));
    }

    /** Runs a main class to its end, on this JDK, and returns its output. */
    public static String run(Jdk jdk, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return output(start(List.of(), jdk.home(), System.getProperty("java.class.path"), options, main, arguments));
    }

    /** Runs a main class to its end, in a JVM that another program starts, and returns its output. */
    public static String runBy(List<String> launcher, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return output(start(launcher, System.getProperty("java.class.path"), options, main, arguments));
    }

    /** Runs a main class to its end, with this folder before the class path and as home, and returns its output. */
    static String runWith(Path folder, Class<?> main, String... arguments) throws IOException, InterruptedException {
        String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
        List<String> options = List.of("-Duser.home=" + folder, "-Djava.io.tmpdir=" + folder);
        return output(start(List.of(), classPath, options, main, arguments));
    }

    private static String output(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }
}
