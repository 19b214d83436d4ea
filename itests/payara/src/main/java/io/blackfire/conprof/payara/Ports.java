package io.blackfire.conprof.payara;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Hands out ports that were free a moment ago, on the loopback interface; none twice. Closing lets go of those left. */
final class Ports implements IntSupplier, AutoCloseable {
    private final List<ServerSocket> taken = new ArrayList<>();

    @Override
    public int getAsInt() {
        try {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(socket);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no port is free", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : taken) {
            socket.close();
        }
    }
}
