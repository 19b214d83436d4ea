package io.blackfire.conprof.portable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a server starts with.
 *
 * @param archives its applications
 * @param libraries jars among its own libraries, for all applications
 * @param properties of the JVM
 */
record Setup(List<Path> archives, List<Path> libraries, Map<String, String> properties) {

    /** As options of the JVM. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        properties.forEach((key, value) -> options.add("-D" + key + "=" + value));
        return options;
    }

    /** One that was free a moment ago, on the loopback interface. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
