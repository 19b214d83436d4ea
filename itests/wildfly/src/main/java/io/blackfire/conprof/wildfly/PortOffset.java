package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a server adds to the number of each of its ports.
 *
 * @param value the same for all
 */
record PortOffset(int value) {
    private static final int HTTP = 8080;
    private static final int HTTPS = 8443;
    private static final int MANAGEMENT = 9990;
    private static final List<Integer> PORTS = List.of(HTTP, HTTPS, MANAGEMENT, 3528, 3529);
    // below the ports that the kernel gives to those who connect
    private static final int LEAST = 4_000;
    private static final int MOST = 20_000;

    /** One with which the ports were free a moment ago, on the loopback interface. */
    static PortOffset free() {
        while (true) {
            PortOffset offset = new PortOffset(ThreadLocalRandom.current().nextInt(LEAST, MOST));
            if (PORTS.stream().allMatch(port -> isFree(port + offset.value))) {
                return offset;
            }
        }
    }

    int http() {
        return HTTP + value;
    }

    int management() {
        return MANAGEMENT + value;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
