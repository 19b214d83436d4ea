package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * What a server adds to the number of each of its ports.
 *
 * @param value the same for all
 */
record PortOffset(int value) {
    private static final int HTTP = 8080;
    private static final int HTTPS = 8443;
    private static final int MANAGEMENT = 9990;
    private static final int LAST = 65_535;

    /** One with which the ports were free a moment ago, on the loopback interface. */
    static PortOffset free() throws IOException {
        while (true) {
            try (ServerSocket http = bind(0)) {
                PortOffset offset = new PortOffset(http.getLocalPort() - HTTP);
                if (offset.value > 0 && offset.management() <= LAST && offset.othersAreFree()) {
                    return offset;
                }
            }
        }
    }

    int http() {
        return HTTP + value;
    }

    int management() {
        return MANAGEMENT + value;
    }

    private boolean othersAreFree() {
        try (ServerSocket https = bind(HTTPS + value);
                ServerSocket management = bind(management())) {
            return https.isBound() && management.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
