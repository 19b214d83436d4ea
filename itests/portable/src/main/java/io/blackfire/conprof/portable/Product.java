package io.blackfire.conprof.portable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.blackfire.conprof.harness.machine.Folders;

/** How each server is started. */
enum Product {
    PAYARA_MICRO {
        @Override
        ProcessBuilder command(Path base, int port, Setup setup) throws IOException {
            Path root = base.resolve("root");
            copy(setup.libraries(), root.resolve("lib"));
            copy(setup.archives(), archives(base));
            List<String> command = new ArrayList<>(List.of(JAVA));
            command.addAll(setup.options());
            command.addAll(List.of(
                    "-jar",
                    System.getProperty("portable.payara-micro"),
                    "--nocluster",
                    "--disablephonehome",
                    "--port",
                    Integer.toString(port),
                    "--rootDir",
                    root.toString(),
                    "--deploymentDir",
                    archives(base).toString()));
            return new ProcessBuilder(command);
        }

        @Override
        boolean undeploys() {
            return false;
        }

        @Override
        Path archives(Path base) {
            return base.resolve("archives");
        }
    },

    LIBERTY {
        private static final String CONFIGURATION =
                """
                <server>
                  <featureManager>
                    <feature>webProfile-10.0</feature>
                    %s
                  </featureManager>
                  <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
                  <applicationManager autoExpand="false"/>
                  %s
                </server>
                """;
        private static final String SHARED =
                """
                <library id="conprof">%s</library>
                <bell libraryRef="conprof"/>
                """;

        @Override
        ProcessBuilder command(Path base, int port, Setup setup) throws IOException {
            Path server = base.resolve("servers/test");
            copy(setup.archives(), archives(base));
            boolean shared = !setup.libraries().isEmpty();
            String files = setup.libraries().stream()
                    .map(jar -> "<file name=\"" + jar + "\"/>")
                    .collect(Collectors.joining());
            Files.writeString(
                    server.resolve("server.xml"),
                    CONFIGURATION.formatted(
                            shared ? "<feature>bells-1.0</feature>" : "", port, shared ? SHARED.formatted(files) : ""));
            Path home = Path.of(System.getProperty("portable.liberty"));
            // as its own script does, which leaves the JVM behind when it is ended
            List<String> command = new ArrayList<>(List.of(
                    JAVA,
                    "-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"),
                    "@" + home.resolve("lib/platform/java/java9.options")));
            command.addAll(setup.options());
            command.addAll(
                    List.of("-jar", home.resolve("bin/tools/ws-server.jar").toString(), "test"));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("WLP_USER_DIR", base.toString());
            return builder;
        }

        @Override
        boolean showsLibraries() {
            return false;
        }

        @Override
        boolean ended(Path base, String log, String application) {
            return log.contains("CWWKZ0009I: The application " + application + " has stopped");
        }

        @Override
        Path archives(Path base) {
            return base.resolve("servers/test/dropins");
        }
    },

    TOMEE {
        @Override
        ProcessBuilder command(Path base, int port, Setup setup) throws IOException {
            Path home = Path.of(System.getProperty("portable.tomee"));
            Folders.copy(home.resolve("conf"), base.resolve("conf"));
            Path server = base.resolve("conf/server.xml");
            Files.writeString(
                    server,
                    Files.readString(server)
                            .replace("port=\"8005\"", "port=\"-1\"")
                            // how often it looks for archives that come and go, and for sessions that are over
                            .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ")
                            .replace("port=\"8080\"", "address=\"127.0.0.1\" port=\"" + port + "\""));
            // else no other application may have a bean of the same name
            Files.writeString(
                    base.resolve("conf/system.properties"),
                    "\nopenejb.deploymentId.format = {appId}/{ejbName}\n",
                    StandardOpenOption.APPEND);
            for (String folder : List.of("logs", "temp", "work", "lib")) {
                Files.createDirectories(base.resolve(folder));
            }
            for (Path jar : setup.libraries()) {
                QuickStart.prepare(base, jar);
            }
            copy(setup.archives(), archives(base));
            List<String> command = new ArrayList<>(QuickStart.start());
            command.set(0, home.resolve(command.get(0)).toString());
            command.add(0, "sh");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("CATALINA_BASE", base.toString());
            builder.environment().put("CATALINA_OPTS", String.join(" ", setup.options()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            return builder;
        }

        @Override
        boolean ended(Path base, String log, String application) {
            // what it has made of the archive goes last
            return Files.notExists(archives(base).resolve(application));
        }

        @Override
        Path archives(Path base) {
            return base.resolve("webapps");
        }
    };

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin/java").toString();

    /** Prepares its folder, and how it is started there. */
    abstract ProcessBuilder command(Path base, int port, Setup setup) throws IOException;

    /** Whether it undeploys an application whose archive is deleted. */
    boolean undeploys() {
        return true;
    }

    /** Whether an application whose archive is deleted has done its last work. */
    boolean ended(Path base, String log, String application) {
        throw new UnsupportedOperationException();
    }

    /** Whether applications see the classes of a library that it has for itself. */
    boolean showsLibraries() {
        return true;
    }

    /** Where its applications lie. */
    abstract Path archives(Path base);

    private static void copy(List<Path> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
    }
}
