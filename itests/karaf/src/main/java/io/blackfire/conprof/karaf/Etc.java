package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The etc folder of one server. */
record Etc(Path folder) {
    private static final String FEATURES = "org.apache.karaf.features.cfg";
    private static final String STARTUP = "startup.properties";

    void setUp(Setup setup, Ports ports, Login admin) throws IOException {
        set("org.apache.karaf.shell.cfg", "sshPort", ports.ssh());
        set("org.apache.karaf.shell.cfg", "sshHost", "127.0.0.1");
        set("org.apache.karaf.management.cfg", "rmiRegistryPort", ports.registry());
        set("org.apache.karaf.management.cfg", "rmiServerPort", ports.rmi());
        addUser(admin, "_g_:admingroup");
        set("users.properties", "_g_\\:admingroup", "group,admin,manager,viewer,systembundles,ssh");
        write(
                "org.ops4j.pax.web.cfg",
                "org.osgi.service.http.enabled = true\n"
                        + "org.osgi.service.http.port = " + ports.http() + "\n"
                        + "org.ops4j.pax.web.listening.addresses = 127.0.0.1\n");
        set("org.apache.felix.fileinstall-deploy.cfg", "felix.fileinstall.poll", 200);
        append(
                "org.ops4j.pax.url.mvn.cfg",
                "\norg.ops4j.pax.url.mvn.defaultRepositories = ${karaf.home.uri}system@id=system.repository@snapshots, "
                        + "${karaf.data.uri}kar@id=kar.repository@multi@snapshots, "
                        + setup.repository().toUri() + "@id=conprof@snapshots\n");
    }

    /** What an admin changes for JDK 24 and later: events no longer carry the subject of an access control context. */
    void setUpWithoutSecurityManager() throws IOException {
        set("org.apache.felix.eventadmin.impl.EventAdmin.cfg", "org.apache.felix.eventadmin.AddSubject", false);
    }

    /** A repository of features that the server knows when it starts for the first time. */
    void knowFeatures(String repository) throws IOException {
        insert(FEATURES, "featuresRepositories", repository);
    }

    /** Features that the server installs when it starts for the first time. */
    void bootFeatures(String features) throws IOException {
        insert(FEATURES, "featuresBoot", features);
    }

    /** What a static server starts: Karaf's own bundles, but nothing that knows features, and these. */
    void startStatic(List<String> bundles) throws IOException {
        Stream<String> karaf = Files.readAllLines(folder.resolve(STARTUP)).stream()
                .filter(line -> !line.contains("org.apache.karaf.features") && !line.contains("pax-url-aether"));
        Stream<String> added = bundles.stream().map(bundle -> "mvn\\:" + bundle + " = 80");
        write(STARTUP, Stream.concat(karaf, added).collect(Collectors.joining("\n")));
    }

    /** Nothing comes from elsewhere: not from Maven Central, and not from what this machine has of it. */
    void disconnect() throws IOException {
        append(
                "org.ops4j.pax.url.mvn.cfg",
                """

                org.ops4j.pax.url.mvn.repositories =
                org.ops4j.pax.url.mvn.localRepository = ${karaf.base}/data/m2
                org.ops4j.pax.url.mvn.defaultRepositories = ${karaf.home.uri}system@id=system.repository@snapshots, \
                    ${karaf.data.uri}kar@id=kar.repository@multi@snapshots
                """);
    }

    void addUser(Login login, String roles) throws IOException {
        set("users.properties", login.user(), login.password() + "," + roles);
    }

    /** What a user would edit. */
    void configure(String settings) throws IOException {
        write("io.blackfire.conprof.cfg", settings);
    }

    void append(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void write(String file, String text) throws IOException {
        // in one step, as only this move is: Karaf forgets the settings of a file that is gone when it looks, and
        // deletes the one that comes
        Path half = folder.resolve(file + ".half");
        Files.writeString(half, text);
        Files.move(half, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private void set(String file, String key, Object value) throws IOException {
        String pattern = "(?m)^" + Pattern.quote(key) + "\\s*=.*$";
        String text = Files.readString(folder.resolve(file)).replaceAll(pattern, "");
        write(file, text + "\n" + key + " = " + value + "\n");
    }

    private void insert(String file, String list, String values) throws IOException {
        String text = Files.readString(folder.resolve(file));
        write(file, text.replaceAll("(?m)^" + list + "\\s*=", "$0 " + values + ","));
    }
}
