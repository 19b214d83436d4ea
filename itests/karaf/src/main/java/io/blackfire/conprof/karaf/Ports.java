package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports on the loopback interface that were free a moment ago.
 *
 * @param ssh of the shell
 * @param registry of JMX
 * @param rmi of JMX
 * @param http of the web container
 */
record Ports(int ssh, int registry, int rmi, int http) {

    static Ports free() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket ssh = new ServerSocket(0, 1, loopback);
                ServerSocket registry = new ServerSocket(0, 1, loopback);
                ServerSocket rmi = new ServerSocket(0, 1, loopback);
                ServerSocket http = new ServerSocket(0, 1, loopback)) {
            return new Ports(ssh.getLocalPort(), registry.getLocalPort(), rmi.getLocalPort(), http.getLocalPort());
        }
    }
}
