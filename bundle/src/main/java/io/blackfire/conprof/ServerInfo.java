package io.blackfire.conprof;

import java.nio.file.Path;

/**
 * What an adapter says of its server.
 *
 * @param kind product and version; empty on a plain class path
 * @param name name of this instance; empty on a plain class path
 * @param directory private folder for library and recordings; null for the default
 * @param rank among all profilers of the JVM
 */
record ServerInfo(String kind, String name, Path directory, Rank rank) {

    /** The application name of the server's own share unless one is set. */
    String applicationName() {
        return name.isEmpty() ? programName(System.getProperty("sun.java.command", "")) : name;
    }

    /** A program's own name: that of its jar without extension and version, else of its main class. */
    static String programName(String javaCommand) {
        String program = javaCommand.strip().split("\\s", 2)[0];
        if (program.endsWith(".jar")) {
            String file = program.substring(program.replace('\\', '/').lastIndexOf('/') + 1, program.length() - 4);
            return file.replaceFirst("-\\d.*", "");
        }
        String simpleName = program.substring(program.lastIndexOf('.') + 1);
        return simpleName.isEmpty() ? "java" : simpleName;
    }
}
