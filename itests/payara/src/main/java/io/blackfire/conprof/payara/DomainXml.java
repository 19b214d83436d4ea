package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a domain that does not run.
 *
 * @param file {@code domain.xml}
 */
record DomainXml(Path file) {
    private static final String END = "</config>";
    private static final Pattern PORT = Pattern.compile("port=\"\\d+\"|name=\"JMS_PROVIDER_PORT\" value=\"\\d+\"");

    /** Where the server's own configuration ends and the one that others are copied from begins. */
    private static int end(String xml) {
        return xml.indexOf(END);
    }

    /** All servers listen on the loopback interface alone and look for no others, the domain's own at ports of its own. */
    void isolate() throws IOException {
        String xml = Files.readString(file);
        try (Ports ports = new Ports()) {
            String own = PORT.matcher(xml.substring(0, end(xml)))
                    .replaceAll(port -> port.group().replaceFirst("\\d+(?=\"$)", Integer.toString(ports.getAsInt())))
                    .replace("-Dosgi.shell.telnet.port=6666", "-Dosgi.shell.telnet.port=" + ports.getAsInt());
            Files.writeString(
                    file,
                    (own + xml.substring(end(xml)))
                            .replaceAll("(<network-listener (?:(?!address=)[^>])*?)(/?>)", "$1 address=\"127.0.0.1\"$2")
                            .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                            .replace(
                                    "<hazelcast-config-specific-configuration",
                                    "<hazelcast-config-specific-configuration enabled=\"false\""));
        }
    }

    /** The server has these attributes in its element of ours, and no others; that replaces an element that is there. */
    void settings(Map<String, String> attributes) throws IOException {
        StringBuilder element = new StringBuilder("<blackfire-conprof-configuration");
        attributes.forEach((name, value) ->
                element.append(' ').append(name).append("=\"").append(value).append('"'));
        element.append("></blackfire-conprof-configuration>\n");
        String xml = Files.readString(file)
                .replaceAll("<blackfire-conprof-configuration[^>]*(/>|>\\s*</blackfire-conprof-configuration>)", "");
        Files.writeString(file, xml.substring(0, end(xml)) + element + xml.substring(end(xml)));
    }

    /** The server runs with one more option of the JVM. */
    void javaOption(String option) throws IOException {
        String xml = Files.readString(file);
        Files.writeString(
                file, xml.replaceFirst("<jvm-options>", "<jvm-options>" + option + "</jvm-options><jvm-options>"));
    }

    /** The port of a listener, {@code http-listener-1} for instance. */
    int port(String listener) throws IOException {
        Matcher port = Pattern.compile("<network-listener [^>]*port=\"(\\d+)\"[^>]*name=\"" + listener + "\"")
                .matcher(Files.readString(file));
        if (!port.find()) {
            throw new AssertionError("no listener " + listener + " in " + file);
        }
        return Integer.parseInt(port.group(1));
    }
}
